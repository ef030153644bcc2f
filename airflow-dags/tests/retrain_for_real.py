"""One retraining in the real Airflow, by the operator of a real cluster, looked at by its own verify. See ../test.sh --cluster."""

from datetime import datetime, timezone
from pathlib import Path

from airflow.dag_processing.dagbag import DagBag

dag = DagBag(dag_folder=str(Path(__file__).resolve().parent.parent)).dags["tidewatch_retrain_forecast"]
# Airflow's dag.test() knows no deadlines; and a second try would only hide what went wrong
dag.deadline = None
for task in dag.tasks:
    task.retries = 0
run = dag.test(logical_date=datetime(2026, 11, 22, 2, tzinfo=timezone.utc))
for instance in run.get_task_instances():
    print(f"{instance.task_id}: {instance.state}", flush=True)
    if instance.task_id == "verify":
        print(f"verify says: {instance.xcom_pull(task_ids='verify')}", flush=True)
raise SystemExit(str(run.state) != "success")
