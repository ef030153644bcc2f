"""What all DAGs share: how a job of the project becomes a task, and how its result is looked at. No machine learning."""

from __future__ import annotations

import json
import logging
import os
import urllib.error
import urllib.parse
import urllib.request
from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from airflow.exceptions import AirflowException
from airflow.providers.cncf.kubernetes.operators.spark_kubernetes import SparkKubernetesOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import AsyncCallback, Connection, DeadlineAlert, DeadlineReference, task
from kubernetes.client.exceptions import ApiException

# The applications as kustomize renders them: kubectl kustomize deploy/spark/applications > applications.yaml
APPLICATIONS = Path(os.environ.get("TIDEWATCH_APPLICATIONS", Path(__file__).with_name("applications.yaml")))
NAMESPACE = os.environ.get("TIDEWATCH_NAMESPACE", "tidewatch")
POOL = os.environ.get("TIDEWATCH_POOL", "tidewatch")
# A manual run has no logical date; then the moment it was asked for counts.
DATE = "{{ (dag_run.logical_date or dag_run.run_after).isoformat() }}"
DAY = "{{ (dag_run.logical_date or dag_run.run_after) | ds }}"

SUBMISSION = "sparkoperator.k8s.io/submission-id"
RUN_UID, RUN_DATE = "tidewatch.origin.uid", "tidewatch.origin.date"
RETRAIN = "tidewatch.retrain"

log = logging.getLogger(__name__)


class SparkJob(SparkKubernetesOperator):
    """Submits one SparkApplication, waits for its end, and leaves behind which one it was."""

    template_fields = (*SparkKubernetesOperator.template_fields, "name")
    # An argument that ends in ".yaml" names a file of the driver's, not a template of Airflow's.
    template_ext = ()

    def execute(self, context):
        super().execute(context)
        # as it was at its end; self.pod is only what was asked for
        driver = self.remote_pod.metadata
        identity = {
            "application": self.name,
            "uid": next((owner.uid for owner in driver.owner_references or [] if owner.kind == "SparkApplication"), ""),
            "submission": (driver.labels or {}).get(SUBMISSION, ""),
        }
        self.log.info("finished: %s", identity)
        context["ti"].xcom_push(key="identity", value=identity)


    def process_pod_deletion(self, pod, *, reraise=True):
        # The pod tells its exit code; what the operator makes of it is gone with the application.
        self.tell_failure(pod)
        super().process_pod_deletion(pod, reraise=reraise)

    def tell_failure(self, pod):
        try:
            found = self.custom_obj_api.get_namespaced_custom_object_status(
                "sparkoperator.k8s.io", "v1beta2", self.namespace, "sparkapplications", pod.metadata.name.removesuffix("-driver")
            )
        except ApiException as gone:
            self.log.warning("the operator says nothing: %s", gone.reason)
            return
        if failure := failure_of(found):
            self.log.error(failure)


def failure_of(application: dict[str, Any]) -> str | None:
    """Why an application has failed, in the operator's words; None while it has not."""
    said = application.get("status", {}).get("applicationState", {})
    if "FAIL" not in said.get("state", ""):
        return None
    return f"the operator says {said['state']}: {said.get('errorMessage') or 'no reason'}"


def application(job: str) -> dict[str, Any]:
    """The SparkApplication of that name, marked with the logical date of the run that starts it."""
    if not APPLICATIONS.is_file():
        raise AirflowException(
            f"there are no applications to start: {APPLICATIONS} does not exist. "
            f"Make it: kubectl kustomize deploy/spark/applications > {APPLICATIONS.name}"
        )
    for document in yaml.safe_load_all(APPLICATIONS.read_text()):
        if document and document["kind"] == "SparkApplication" and document["metadata"]["name"] == job:
            document["metadata"].setdefault("annotations", {})["tidewatch.io/logical-date"] = DATE
            document["spec"]["driver"].setdefault("annotations", {})["tidewatch.io/logical-date"] = DATE
            return document
    raise AirflowException(f"{APPLICATIONS} has no SparkApplication named {job}")


def spark_job(job: str, minutes: int, **more: Any) -> SparkJob:
    """The task that runs a job. Its application is named after the day, so that people find it."""
    return SparkJob(
        task_id=job,
        name=f"{job}-{DAY}",
        namespace=NAMESPACE,
        template_spec=application(job),
        # The next try must not meet an application of the last: it is deleted when its task ends, however it ends.
        delete_on_termination=True,
        reattach_on_restart=True,
        get_logs=True,
        execution_timeout=timedelta(minutes=minutes),
        pool=POOL,
        **more,
    )


def deadline(hours: float) -> DeadlineAlert:
    """Says so, loudly, when a run that was asked for is not done after this time."""
    return DeadlineAlert(
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=timedelta(hours=hours),
        callback=AsyncCallback("tidewatch_jobs.late", kwargs={"hours": hours}),
    )


async def late(hours: float, **context) -> None:
    """Runs in the triggerer. Replace it to page somebody."""
    log.error("a run is not done after %s h: %s", hours, context.get("context", {}).get("dag_run"))


@task
def verify(trainer: str, experiment: str, date: str, ti=None) -> str:
    """The post-condition of a training: a run of exactly that application and date, and its version in the registry."""
    identity = ti.xcom_pull(task_ids=trainer, key="identity")
    if not identity or not identity["submission"]:
        raise AirflowException(f"{trainer} has left no application behind; look at its log")
    return check_training(Mlflow.connected(), experiment, identity, date)


def check_training(mlflow: Mlflow, experiment: str, identity: dict[str, str], logical_date: str) -> str:
    """Fails with what is missing; returns a line about what there is."""
    wanted = f"application {identity['application']} (UID {identity['uid']}, submission {identity['submission']})"
    run = mlflow.run(experiment, f"tags.`{RUN_UID}` = '{identity['submission']}'")
    if run is None:
        raise AirflowException(f"no run of {experiment} carries {wanted}: nothing was trained, or its run was deleted")
    tags = {tag["key"]: tag["value"] for tag in run["data"].get("tags", [])}
    parameters = {parameter["key"]: parameter["value"] for parameter in run["data"].get("params", [])}
    problems = []
    if run["info"]["status"] != "FINISHED":
        problems.append(f"the run has ended as {run['info']['status']}")
    if tags.get(RUN_DATE) != logical_date:
        problems.append(f"the run is of {tags.get(RUN_DATE)}, not of {logical_date}")
    if not parameters.get("delta_features", "").isdigit():
        problems.append("the run does not say which version of the table features it read")
    if int(parameters.get("examples", "0")) <= 0:
        problems.append("the run has learned from no example: was the data removed?")
    model, version = tags.get("tidewatch.model"), tags.get("tidewatch.version")
    if not version or not mlflow.has_version(model, version):
        problems.append(f"version {version} of {model} is not in the registry")
    if problems:
        raise AirflowException(f"{wanted} succeeded, but run {run['info']['run_id']} is not what it should be: " + "; ".join(problems))
    return f"{model} version {version}, features v{parameters['delta_features']}, {wanted}"


@task.short_circuit
def drifted(model: str, date: str) -> bool:
    """Whether the evaluation of that date has asked for a training before its time; everything after it is skipped if not."""
    asked = Mlflow.connected().model_tags(model).get(RETRAIN)
    log.info("the model %s was last asked to be trained early by the evaluation of %s", model, asked)
    return asked == date


def early_retraining(model: str) -> TriggerDagRunOperator:
    """Starts the retraining, once for each evaluation that asks, however often its tasks are tried."""
    return TriggerDagRunOperator(
        task_id=f"retrain-{model}",
        trigger_dag_id=f"tidewatch_retrain_{model}",
        trigger_run_id=f"early__{DATE}",
        logical_date=DATE,
        skip_when_already_exists=True,
    )


class Mlflow:
    """The few questions that verify and drifted ask of MLflow's REST API."""

    def __init__(self, address: str, authorization: str | None = None):
        self.address, self.authorization = address.rstrip("/"), authorization

    @classmethod
    def connected(cls) -> Mlflow:
        """By Airflow's connection tidewatch_mlflow: http(s)://[user:password@]host:port, or a token as the password alone."""
        known = Connection.get("tidewatch_mlflow")
        scheme = known.schema or known.conn_type or "http"
        address = f"{scheme}://{known.host}" + (f":{known.port}" if known.port else "")
        if known.login:
            return cls(address, "Basic " + b64encode(f"{known.login}:{known.password or ''}".encode()).decode())
        return cls(address, f"Bearer {known.password}" if known.password else None)

    def run(self, experiment: str, condition: str) -> dict[str, Any] | None:
        found = self.ask("experiments/get-by-name?" + urllib.parse.urlencode({"experiment_name": experiment}))
        if found is None:
            return None
        body = {"experiment_ids": [found["experiment"]["experiment_id"]], "filter": condition, "max_results": 1}
        return next(iter(self.ask("runs/search", body).get("runs", [])), None)

    def has_version(self, model: str | None, version: str) -> bool:
        query = urllib.parse.urlencode({"name": model or "", "version": version})
        return self.ask("model-versions/get?" + query) is not None

    def model_tags(self, model: str) -> dict[str, str]:
        found = self.ask("registered-models/get?" + urllib.parse.urlencode({"name": model})) or {}
        return {tag["key"]: tag["value"] for tag in found.get("registered_model", {}).get("tags", [])}

    def ask(self, path: str, body: dict | None = None) -> dict[str, Any] | None:
        """None when MLflow says that there is no such thing; everything else that is no answer is raised."""
        request = urllib.request.Request(f"{self.address}/api/2.0/mlflow/{path}")
        request.add_header("Content-Type", "application/json")
        if self.authorization:
            request.add_header("Authorization", self.authorization)
        data = json.dumps(body).encode() if body is not None else None
        try:
            with urllib.request.urlopen(request, data, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            if refused.code == 404 and b"RESOURCE_DOES_NOT_EXIST" in refused.read():
                return None
            raise AirflowException(f"MLflow at {self.address} answered {refused.code} to {path}") from refused
        except urllib.error.URLError as silent:
            raise AirflowException(f"MLflow at {self.address} does not answer: {silent.reason}") from silent
