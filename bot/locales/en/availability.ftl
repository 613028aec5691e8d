# What the availability language did not understand, shown under the words and their ^^^^.

availability-unknown = I don't know this word. Days are mon tue wed thu fri sat sun, weekdays, weekends, daily.
availability-unknown-guess = I don't know this word. Did you mean <b>{ $guess }</b>? Days are mon tue wed thu fri sat sun, weekdays, weekends, daily.
availability-time = { $time } is no time of day. Write 9, 9:30, 17:00 or 5pm; a day runs from 0:00 to 24:00.
availability-missing-day = On which day? Put it before the hours: <code>mon-fri 9-17</code>.
availability-missing-times = And at what hours? For example <code>mon-fri 9-17</code>, or <code>sat off</code>.
availability-missing-end = From { $time } until when? For example <code>9-17</code>.
availability-backwards = That ends before it starts. Did you mean <code>{ $guess }</code>? Past midnight is fine up to twelve hours, for example <code>22-02</code>.
availability-no-length = That ends when it starts. All day is <code>0-24</code>.
availability-dash = A dash joins two days or two times: <code>mon-fri</code>, <code>9-17</code>. Put a comma between the rest.
availability-clear-alone = <code>clear</code> stands alone: it empties your whole week. For a day off write <code>sat off</code>.
availability-empty = When are you free in a normal week? For example <code>mon-fri 9-17, sat 10-14</code>.
availability-too-long = That is longer than I can read: { $most } characters at most. A week is short: <code>mon-fri 9-17, sat 10-14</code>.
