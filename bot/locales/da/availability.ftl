# Det, som ikke blev forstået om ugen; vises under ordene og deres ^^^^.

availability-unknown = Det ord kender jeg ikke. Dagene er man tirs ons tors fre lør søn, hverdage, weekend, dagligt.
availability-unknown-guess = Det ord kender jeg ikke. Mente du <b>{ $guess }</b>? Dagene er man tirs ons tors fre lør søn, hverdage, weekend, dagligt.
availability-time = { $time } er ikke et klokkeslæt. Skriv 9, 9.30 eller 17.00 – døgnet går fra 0.00 til 24.00.
availability-missing-day = Hvilken dag? Skriv den før tiderne: <code>man-fre 9-17</code>.
availability-missing-times = Og hvornår på dagen? For eksempel <code>man-fre 9-17</code> eller <code>lørdag fri</code>.
availability-missing-end = Fra { $time } til hvornår? For eksempel <code>9-17</code>.
availability-backwards = Det slutter, før det begynder. Mente du <code>{ $guess }</code>? Du må gerne gå over midnat, op til tolv timer, for eksempel <code>22-02</code>.
availability-no-length = Det slutter, når det begynder. Hele døgnet skrives <code>0-24</code>.
availability-dash = En bindestreg står mellem to dage eller to tider: <code>man-fre</code>, <code>9-17</code>. Sæt komma mellem resten.
availability-clear-alone = <code>ryd</code> står alene og tømmer hele ugen. En fridag skrives <code>lørdag fri</code>.
availability-empty = Hvornår har du tid i en almindelig uge? For eksempel <code>man-fre 9-17, lør 10-14</code>.
availability-too-long = Så meget kan jeg ikke læse – højst { $most } tegn. En uge fylder ikke meget: <code>man-fre 9-17, lør 10-14</code>.
