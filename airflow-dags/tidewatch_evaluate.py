"""Every morning: what was decided and was it right, is the champion still what it was promoted for, which pods were strange?"""

from datetime import datetime, timedelta, timezone

from airflow.sdk import DAG
from tidewatch_jobs import deadline, spark_job

with DAG(
    dag_id="tidewatch_evaluate",
    description="Judges decisions and champion on the newest day, scores what the forest has not seen.",
    schedule="0 5 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=4),
    deadline=deadline(hours=3),
    default_args={"retries": 2, "retry_delay": timedelta(minutes=10)},
    tags=["tidewatch"],
):
    # The decisions come first; without any, as before a controller runs, the champion is judged all the same.
    spark_job("feedback", minutes=60) >> spark_job("evaluate", minutes=60, trigger_rule="all_done")
    # Waits for neither, and neither for it: a store without a forest is judged too.
    spark_job("score", minutes=60)
