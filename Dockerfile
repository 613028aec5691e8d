# The bot in a container: `docker build -t tutorline .`, or compose.yaml for all of it.
# What is needed to install stays in the first stage; nothing in the second is written to.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.txt requirements-sentry.txt /tmp/
RUN ["python", "-m", "venv", "/venv"]
RUN ["/venv/bin/pip", "install", "--require-hashes", "-r", "/tmp/requirements.txt", "-r", "/tmp/requirements-sentry.txt"]
COPY . /app
RUN ["/venv/bin/python", "-m", "compileall", "-q", "/app/main.py", "/app/bot", "/app/db", "/app/handlers"]

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    LOG_FORMAT=json MPLCONFIGDIR=/tmp
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
# A number, so that an orchestrator can see that it is not root.
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-m", "bot.web.probe"]
ENTRYPOINT ["python", "main.py"]
CMD ["run"]
