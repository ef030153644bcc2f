"""Every quarter of an hour: land what was measured, compute its features."""

from datetime import datetime, timedelta, timezone

from airflow.sdk import DAG
from tidewatch_jobs import deadline, spark_job

with DAG(
    dag_id="tidewatch_collect",
    description="Lands what Prometheus has measured and computes its features.",
    schedule="*/15 * * * *",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    # ingest goes on where it ended, whichever run was the last: a missed one needs no second
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=2),
    deadline=deadline(hours=1),
    default_args={"retries": 1, "retry_delay": timedelta(minutes=1)},
    tags=["tidewatch"],
):
    spark_job("ingest", minutes=60) >> spark_job("features", minutes=60)
