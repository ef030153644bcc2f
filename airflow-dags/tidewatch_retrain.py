"""Every Sunday: at 02:00 the forecast, at 03:00 the forest of strange pods; each ends with a look at what came of it."""

from datetime import datetime, timedelta, timezone

from airflow.sdk import DAG
from tidewatch_jobs import DATE, deadline, spark_job, verify


def retraining(model: str, hour: int) -> DAG:
    """Brings the features up to date, trains, and verifies."""
    job = f"train-{model}"
    with DAG(
        dag_id=f"tidewatch_retrain_{model}",
        description=f"Trains the model {model} and registers it in MLflow.",
        schedule=f"0 {hour} * * 0",
        start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
        catchup=False,
        max_active_runs=1,
        dagrun_timeout=timedelta(hours=8),
        deadline=deadline(hours=5),
        default_args={"retries": 2, "retry_delay": timedelta(minutes=10), "retry_exponential_backoff": True},
        tags=["tidewatch"],
    ) as dag:
        train = spark_job(job, minutes=180)
        spark_job("ingest", minutes=60) >> spark_job("features", minutes=60) >> train
        train >> verify.override(retries=1)(job, f"tidewatch-{model}", DATE)
    return dag


forecast = retraining("forecast", hour=2)
anomaly = retraining("anomaly", hour=3)
