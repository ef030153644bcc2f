"""A Kubernetes with a spark-operator and an MLflow, both scripted: they do what a story says and remember what was asked."""

from __future__ import annotations

import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlparse

CRDS = "/apis/sparkoperator.k8s.io/v1beta2/namespaces/tidewatch/sparkapplications"
PODS = "/api/v1/namespaces/tidewatch/pods"


class Story:
    """How the driver of each job ends, and what a finished training leaves in MLflow."""

    def __init__(self, fails=(), trains=True, version_exists=True, date=None, drifts=(), fails_once=()):
        self.fails, self.trains, self.version_exists, self.date = fails, trains, version_exists, date
        self.asked_of = {}
        self.drifts, self.asked, self.fails_once = drifts, {}, list(fails_once)
        self.applications, self.pods, self.deleted, self.runs = {}, {}, [], []

    def submit(self, application):
        name, spec = application["metadata"]["name"], application["spec"]
        if name in self.applications:
            return 409, {"reason": "AlreadyExists", "code": 409}
        application["metadata"]["uid"] = str(uuid.uuid4())
        submission = str(uuid.uuid4())
        self.applications[name] = application
        failed = any(name.startswith(job) for job in self.fails)
        for job in [job for job in self.fails_once if name.startswith(job)]:
            self.fails_once.remove(job)
            failed = True
        labels = {**spec["driver"].get("labels", {}), "spark-role": "driver", "sparkoperator.k8s.io/submission-id": submission}
        self.pods[name + "-driver"] = driver_pod(name, application["metadata"]["uid"], labels, failed)
        if name.startswith("train-") and not failed and self.trains:
            self.runs.append(training_run(submission, self.date or spec["driver"]["annotations"]["tidewatch.io/logical-date"]))
        if name.startswith("evaluate-") and not failed:
            # as the job itself does; an application that is tried again says the same
            self.asked.update({model: spec["driver"]["annotations"]["tidewatch.io/logical-date"] for model in self.drifts})
        return 201, application

    def answer(self, method, path, query, body):
        if path == CRDS and method == "POST":
            return self.submit(body)
        if path.startswith(CRDS):
            name = path[len(CRDS) + 1 :].removesuffix("/status")
            if method == "DELETE":
                self.deleted.append(name)
                self.pods.pop(name + "-driver", None)
                return 200, {"status": "Success"}
            # the operator's word is late here: only the driver's pod tells the end, until somebody has looked at that
            return 200, {**self.applications[name], "status": {"applicationState": self.operators_word(name)}}
        if path == PODS:
            chosen = [pod for pod in self.pods.values() if selects(query.get("labelSelector", [""])[0], pod)]
            return 200, {"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": chosen}
        if path.startswith(PODS + "/"):
            name, _, part = path[len(PODS) + 1 :].partition("/")
            if part == "log":
                return 200, "train: the driver says a line\n"
            return (200, self.pods[name]) if name in self.pods else (404, {"reason": "NotFound", "code": 404})
        if path.endswith("/events"):
            return 200, {"kind": "EventList", "apiVersion": "v1", "metadata": {}, "items": []}
        return self.mlflow(path, query, body)

    def operators_word(self, name):
        self.asked_of[name] = self.asked_of.get(name, 0) + 1
        phase = self.pods.get(name + "-driver", {}).get("status", {}).get("phase")
        late = self.asked_of[name] == 1 or phase != "Failed"
        return {"state": "RUNNING"} if late else {"state": "FAILED", "errorMessage": "driver container failed with ExitCode: 2"}

    def mlflow(self, path, query, body):
        if path.endswith("/experiments/get-by-name"):
            return 200, {"experiment": {"experiment_id": "1"}}
        if path.endswith("/runs/search"):
            wanted = body["filter"].split("'")[1]
            return 200, {"runs": [run for run in self.runs if {"key": "tidewatch.origin.uid", "value": wanted} in run["data"]["tags"]]}
        if path.endswith("/registered-models/get"):
            tags = [{"key": "tidewatch.retrain", "value": self.asked.get(query["name"][0], "2026-01-01T05:00:00+00:00")}]
            return 200, {"registered_model": {"name": query["name"][0], "tags": tags}}
        if path.endswith("/model-versions/get") and self.version_exists:
            return 200, {"model_version": {"name": query["name"][0], "version": query["version"][0]}}
        return 404, {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": path}


def driver_pod(name, uid, labels, failed):
    state = {"terminated": {"exitCode": 2 if failed else 0, "reason": "Error" if failed else "Completed"}}
    container = {"name": "spark-kubernetes-driver", "image": "spark", "imageID": "", "ready": False, "restartCount": 0, "state": state}
    return {
        "kind": "Pod",
        "apiVersion": "v1",
        "metadata": {
            "name": name + "-driver",
            "namespace": "tidewatch",
            "labels": labels,
            "ownerReferences": [{"apiVersion": "sparkoperator.k8s.io/v1beta2", "kind": "SparkApplication", "name": name, "uid": uid}],
        },
        "spec": {"containers": [{"name": "spark-kubernetes-driver", "image": "spark"}]},
        "status": {"phase": "Failed" if failed else "Succeeded", "containerStatuses": [container]},
    }


def training_run(submission, date):
    tags = {"tidewatch.origin.uid": submission, "tidewatch.origin.date": date, "tidewatch.model": "forecast", "tidewatch.version": "7"}
    parameters = {"delta_features": "12", "examples": "5000"}
    return {
        "info": {"run_id": "r1", "status": "FINISHED"},
        "data": {
            "tags": [{"key": key, "value": value} for key, value in tags.items()],
            "params": [{"key": key, "value": value} for key, value in parameters.items()],
        },
    }


def selects(selector, pod):
    labels = pod["metadata"]["labels"]
    for term in filter(None, selector.split(",")):
        if "!=" in term:
            key, value = term.split("!=")
            if labels.get(key) == value:
                return False
        elif "=" in term:
            key, value = term.replace("==", "=").split("=")
            if labels.get(key) != value:
                return False
        elif term.startswith("!") == (term.lstrip("!") in labels):
            return False
    return True


class Servers:
    """Both on one free loopback port, as long as a with block."""

    def __enter__(self):
        servers = self
        self.story = Story()

        class Handler(BaseHTTPRequestHandler):
            def respond(self):
                address = urlparse(self.path)
                length = int(self.headers.get("Content-Length") or 0)
                text = self.rfile.read(length)
                body = json.loads(text) if text and self.command == "POST" else {}
                code, answer = servers.story.answer(self.command, unquote(address.path), parse_qs(address.query), body)
                plain = isinstance(answer, str)
                data = (answer if plain else json.dumps(answer)).encode()
                self.send_response(code)
                self.send_header("Content-Type", "text/plain" if plain else "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_DELETE = do_PATCH = do_PUT = respond

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def kubeconfig(self):
        return {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "scripted", "cluster": {"server": self.address}}],
            "users": [{"name": "nobody", "user": {}}],
            "contexts": [{"name": "scripted", "context": {"cluster": "scripted", "user": "nobody"}}],
            "current-context": "scripted",
        }
