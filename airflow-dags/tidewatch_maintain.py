"""Every night at 03:30: keep the store small and quick to read."""

from datetime import datetime, timedelta, timezone

from airflow.sdk import DAG
from tidewatch_jobs import deadline, spark_job

with DAG(
    dag_id="tidewatch_maintain",
    description="Deletes expired rows, makes few files of many.",
    schedule="30 3 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=4),
    deadline=deadline(hours=3),
    default_args={"retries": 2, "retry_delay": timedelta(minutes=10)},
    tags=["tidewatch"],
):
    spark_job("maintain", minutes=120)
