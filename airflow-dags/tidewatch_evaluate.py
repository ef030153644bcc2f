"""Every morning: what was decided and was it right, are the champions still what they were promoted for, which pods were strange?"""

from datetime import datetime, timedelta, timezone

from airflow.sdk import DAG
from tidewatch_jobs import DATE, deadline, drifted, early_retraining, spark_job

with DAG(
    dag_id="tidewatch_evaluate",
    description="Judges decisions and champions on the newest day, asks for a retraining when they drift, scores what no forest has seen.",
    schedule="0 5 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=4),
    deadline=deadline(hours=3),
    default_args={"retries": 2, "retry_delay": timedelta(minutes=10)},
    tags=["tidewatch"],
):
    # The decisions come first; without any, as before a controller runs, the champions are judged all the same.
    evaluate = spark_job("evaluate", minutes=60, trigger_rule="all_done")
    spark_job("feedback", minutes=60) >> evaluate
    # Waits for neither, and neither for it: a store without a forest is judged too.
    spark_job("score", minutes=60)
    # It says in MLflow, at most once in three days, that a model should not wait for its Sunday.
    for model in ("forecast", "anomaly"):
        evaluate >> drifted.override(task_id=f"drifted-{model}")(model, DATE) >> early_retraining(model)
