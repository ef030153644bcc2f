"""One run in the real Airflow, by the operator of a real cluster, looked at by its own verify. See ../test.sh --cluster."""

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from airflow.dag_processing.dagbag import DagBag

name, tasks, retries = (sys.argv[1:] + ["tidewatch_retrain_forecast", ".*", "0"][len(sys.argv) - 1 :])[:3]
dag = DagBag(dag_folder=str(Path(__file__).resolve().parent.parent)).dags[name].partial_subset(tasks, include_upstream=False)
# Airflow's dag.test() knows no deadlines; and a second try that nobody asked for would only hide what went wrong
dag.deadline = None
for task in dag.tasks:
    task.retries, task.retry_delay, task.retry_exponential_backoff = int(retries), timedelta(seconds=1), 0
run = dag.test(logical_date=datetime(2026, 11, 22, 2, tzinfo=timezone.utc))
for instance in run.get_task_instances():
    print(f"{instance.task_id}: {instance.state}, try {instance.try_number}", flush=True)
    if instance.task_id == "verify":
        print(f"verify says: {instance.xcom_pull(task_ids='verify')}", flush=True)
raise SystemExit(str(run.state) != "success")
