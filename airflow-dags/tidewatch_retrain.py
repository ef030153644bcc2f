"""Every Sunday at 02:00: bring the features up to date, train the forecast, look at what came of it."""

from datetime import datetime, timedelta, timezone

from airflow.sdk import DAG
from tidewatch_jobs import DATE, deadline, spark_job, verify

with DAG(
    dag_id="tidewatch_retrain_forecast",
    description="Trains the forecast and registers it in MLflow.",
    schedule="0 2 * * 0",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=8),
    deadline=deadline(hours=5),
    default_args={"retries": 2, "retry_delay": timedelta(minutes=10), "retry_exponential_backoff": True},
    tags=["tidewatch"],
):
    train = spark_job("train-forecast", minutes=180)
    spark_job("ingest", minutes=60) >> spark_job("features", minutes=60) >> train
    train >> verify.override(retries=1)("train-forecast", "tidewatch-forecast", DATE)
