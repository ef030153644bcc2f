"""Every Sunday, after the retraining: what each workload should decide by, and how large its pods should be."""

from datetime import datetime, timedelta, timezone

from airflow.sdk import DAG
from tidewatch_jobs import deadline, spark_job

with DAG(
    dag_id="tidewatch_optimize",
    description="Learns each workload's policy parameters and the right size of its pods.",
    schedule="0 6 * * 0",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=6),
    deadline=deadline(hours=4),
    default_args={"retries": 2, "retry_delay": timedelta(minutes=10)},
    tags=["tidewatch"],
):
    spark_job("optimize", minutes=180)
