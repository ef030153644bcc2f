"""The DAGs in the real Airflow: imported, serialised, and run against a scripted Kubernetes and MLflow. See ../test.sh."""

import json
import os
import subprocess
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

from scripted_servers import Servers, Story

FOLDER = Path(__file__).resolve().parent.parent
SUNDAY = datetime(2026, 11, 29, 2, tzinfo=timezone.utc)

servers = Servers().__enter__()
unittest.addModuleCleanup(servers.__exit__)
kubeconfig = Path(os.environ["AIRFLOW_HOME"]) / "kubeconfig"
kubeconfig.write_text(json.dumps(servers.kubeconfig()))
os.environ["KUBECONFIG"] = str(kubeconfig)
os.environ["AIRFLOW_CONN_TIDEWATCH_MLFLOW"] = servers.address

from airflow.dag_processing.dagbag import DagBag  # noqa: E402
from airflow.serialization.serialized_objects import DagSerialization  # noqa: E402

import tidewatch_jobs  # noqa: E402
from airflow.dag_processing.bundles.manager import DagBundlesManager  # noqa: E402
from airflow.dag_processing.dagbag import sync_bag_to_db  # noqa: E402
from airflow.models.dagrun import DagRun  # noqa: E402
from airflow.utils.session import create_session  # noqa: E402
from sqlalchemy import select  # noqa: E402

bag = DagBag(dag_folder=str(FOLDER))


class Shape(unittest.TestCase):
    def test_every_file_is_imported_without_an_error(self):
        self.assertEqual(bag.import_errors, {})
        names = {"collect", "retrain_forecast", "retrain_anomaly", "evaluate", "optimize", "maintain"}
        self.assertEqual(set(bag.dags), {f"tidewatch_{name}" for name in names})

    def test_nothing_is_made_up_for_and_no_two_runs_meet(self):
        for dag in bag.dags.values():
            self.assertFalse(dag.catchup, dag.dag_id)
            self.assertEqual(dag.max_active_runs, 1, dag.dag_id)
            self.assertIsNotNone(dag.dagrun_timeout, dag.dag_id)
            self.assertTrue(dag.deadline, dag.dag_id)

    def test_every_job_has_a_time_limit_a_try_more_and_the_pool(self):
        for dag in bag.dags.values():
            for task in dag.tasks:
                if isinstance(task, tidewatch_jobs.SparkJob):
                    self.assertIsNotNone(task.execution_timeout, task)
                    self.assertEqual(task.pool, "tidewatch", task)
                self.assertGreaterEqual(task.retries, 1, task)

    def test_the_scheduler_reads_back_what_the_processor_has_written(self):
        for dag in bag.dags.values():
            dag.check_cycle()
            again = DagSerialization.from_dict(json.loads(json.dumps(DagSerialization.to_dict(dag))))
            self.assertEqual(set(again.task_dict), set(dag.task_dict))

    def test_a_retraining_ends_with_the_look_at_its_result(self):
        for model in ("forecast", "anomaly"):
            dag = bag.dags[f"tidewatch_retrain_{model}"]
            self.assertEqual([task.task_id for task in dag.leaves], ["verify"])
            self.assertEqual(dag.task_dict["verify"].upstream_task_ids, {f"train-{model}"})


class Runs(unittest.TestCase):
    def run_dag(self, dag_id, story, retries=0):
        servers.story = story
        dag = DagBag(dag_folder=str(FOLDER)).dags[dag_id]
        # a test waits for no second try; and Airflow's dag.test() knows no deadlines, it fails where one was met
        dag.deadline = None
        for task in dag.tasks:
            task.retries, task.retry_delay, task.retry_exponential_backoff = retries, timedelta(seconds=1), 0
        run = dag.test(logical_date=SUNDAY)
        return str(run.state), {ti.task_id: str(ti.state) for ti in run.get_task_instances()}

    def test_a_retraining_starts_one_application_per_job_named_after_its_day_and_leaves_none(self):
        story = Story()
        state, tasks = self.run_dag("tidewatch_retrain_forecast", story)
        self.assertEqual(state, "success", tasks)
        self.assertEqual(
            [name.rsplit("-", 1)[0] for name in story.applications],
            ["ingest-2026-11-29", "features-2026-11-29", "train-forecast-2026-11-29"],
        )
        self.assertEqual(set(story.deleted), set(story.applications))
        train = next(each for name, each in story.applications.items() if name.startswith("train"))
        self.assertEqual(train["spec"]["restartPolicy"], {"type": "Never"})
        self.assertEqual(train["metadata"]["annotations"]["tidewatch.io/logical-date"], SUNDAY.isoformat())

    def test_a_driver_that_fails_fails_the_run_and_nothing_follows(self):
        story = Story(fails=("features",))
        state, tasks = self.run_dag("tidewatch_retrain_forecast", story)
        self.assertEqual(state, "failed")
        features = next(name for name in story.applications if name.startswith("features"))
        self.assertGreater(story.asked_of[features], 1, "the operator is asked before its word is gone")
        self.assertIn(features, story.deleted)
        self.assertEqual(tasks["features"], "failed")
        self.assertEqual(tasks["train-forecast"], "upstream_failed")
        self.assertEqual(tasks["verify"], "upstream_failed")

    def test_a_training_whose_driver_is_lost_is_tried_again_by_an_application_of_its_own_which_verify_accepts(self):
        story = Story(fails_once=("train-anomaly",))
        state, tasks = self.run_dag("tidewatch_retrain_anomaly", story, retries=1)
        self.assertEqual(state, "success", tasks)
        trainings = [name for name in story.applications if name.startswith("train-anomaly")]
        self.assertEqual((len(trainings), len(story.runs)), (2, 1))
        self.assertLessEqual(set(trainings), set(story.deleted))

    def test_a_store_without_a_forest_is_judged_all_the_same(self):
        state, tasks = self.run_dag("tidewatch_evaluate", Story(fails=("score",)))
        self.assertEqual((state, tasks["evaluate"], tasks["score"]), ("failed", "success", "failed"))

    def test_decisions_are_judged_before_the_champion_who_is_judged_without_any_too(self):
        story = Story(fails=("feedback",))
        state, tasks = self.run_dag("tidewatch_evaluate", story)
        self.assertEqual((tasks["feedback"], tasks["evaluate"]), ("failed", "success"))
        names = [name.rsplit("-", 1)[0] for name in story.applications]
        self.assertLess(names.index("feedback-2026-11-29"), names.index("evaluate-2026-11-29"))

    def test_the_parameters_are_learned_by_one_application(self):
        story = Story()
        state, tasks = self.run_dag("tidewatch_optimize", story)
        self.assertEqual((state, tasks), ("success", {"optimize": "success"}))
        self.assertEqual([name.rsplit("-", 1)[0] for name in story.applications], ["optimize-2026-11-29"])

    def early_runs(self, model):
        with create_session() as session:
            runs = session.scalars(select(DagRun).where(DagRun.dag_id == f"tidewatch_retrain_{model}"))
            return sorted(run.run_id for run in runs if run.run_id.startswith("early__"))

    def test_a_drift_starts_the_retraining_of_that_model_once_however_often_the_evaluation_runs(self):
        # the retraining that is started has to be known to the database
        DagBundlesManager().sync_bundles_to_db()
        sync_bag_to_db(bag, "dags-folder", None)
        for tried in ("success", "skipped"):
            state, tasks = self.run_dag("tidewatch_evaluate", Story(drifts=("forecast",)))
            self.assertEqual(state, "success", tasks)
            self.assertEqual((tasks["drifted-forecast"], tasks["retrain-forecast"]), ("success", tried))
            self.assertEqual((tasks["drifted-anomaly"], tasks["retrain-anomaly"]), ("success", "skipped"))
            self.assertEqual(self.early_runs("forecast"), [f"early__{SUNDAY.isoformat()}"])
        self.assertEqual(self.early_runs("anomaly"), [])

    def test_an_evaluation_that_asks_for_nothing_starts_nothing_and_neither_does_one_that_failed(self):
        state, tasks = self.run_dag("tidewatch_evaluate", Story())
        self.assertEqual((state, tasks["retrain-forecast"], tasks["retrain-anomaly"]), ("success", "skipped", "skipped"))
        state, tasks = self.run_dag("tidewatch_evaluate", Story(fails=("evaluate",), drifts=("forecast",)))
        self.assertEqual((state, tasks["retrain-forecast"]), ("failed", "upstream_failed"))

    def test_a_training_that_left_no_run_is_found_out_though_its_driver_succeeded(self):
        state, tasks = self.run_dag("tidewatch_retrain_forecast", Story(trains=False))
        self.assertEqual((state, tasks["train-forecast"], tasks["verify"]), ("failed", "success", "failed"))


class Failures(unittest.TestCase):
    def test_the_operators_reason_is_told_whatever_it_calls_the_failure(self):
        for state in ("FAILED", "SUBMISSION_FAILED", "FAILING"):
            failed = {"status": {"applicationState": {"state": state, "errorMessage": "ExitCode: 11"}}}
            self.assertEqual(tidewatch_jobs.failure_of(failed), f"the operator says {state}: ExitCode: 11")
        self.assertIsNone(tidewatch_jobs.failure_of({"status": {"applicationState": {"state": "COMPLETED"}}}))
        self.assertIsNone(tidewatch_jobs.failure_of({}), "it has not been seen yet")


class Verification(unittest.TestCase):
    """What verify asks, against answers that lack one thing each."""

    identity = {"application": "train-forecast-2026-11-29-a", "uid": "u", "submission": "s"}

    def check(self, date=SUNDAY.isoformat(), version_exists=True, **changes):
        from scripted_servers import training_run

        servers.story = Story(version_exists=version_exists)
        run = training_run("s", date)
        for parameter in run["data"]["params"]:
            parameter["value"] = changes.get(parameter["key"], parameter["value"])
        run["info"]["status"] = changes.get("status", "FINISHED")
        servers.story.runs.append(run)
        return tidewatch_jobs.check_training(
            tidewatch_jobs.Mlflow(servers.address), "tidewatch-forecast", self.identity, SUNDAY.isoformat()
        )

    def fails(self, words, **changes):
        with self.assertRaisesRegex(Exception, words):
            self.check(**changes)

    def test_a_version_of_this_application_and_date_is_accepted(self):
        self.assertIn("forecast version 7, features v12", self.check())

    def test_a_run_of_another_date_is_not(self):
        self.fails("not of 2026-11-29", date="2026-11-22T02:00:00+00:00")

    def test_a_run_that_failed_is_not(self):
        self.fails("ended as FAILED", status="FAILED")

    def test_a_run_that_learned_from_nothing_is_not(self):
        self.fails("was the data removed", examples="0")

    def test_a_version_that_is_gone_is_not(self):
        self.fails("not in the registry", version_exists=False)


class Served(unittest.TestCase):
    """What serve.sh refuses, before anything is started."""

    def refuses(self, *words):
        ended = subprocess.run([FOLDER / "serve.sh", *words], capture_output=True, text=True, env={**os.environ, "TIDEWATCH_HOME": os.environ["AIRFLOW_HOME"]})
        self.assertEqual(ended.returncode, 2, ended)
        self.assertRegex(ended.stderr, "(?s)airflow: .*cause: .*remedy: ")
        return ended.stderr

    def test_options_of_another_demo_and_bad_ports_are_refused_by_name(self):
        self.assertIn("'--days'", self.refuses("--days", "3"))
        self.assertIn("'65536'", self.refuses("--port", "65536"))
        self.assertIn("''", self.refuses("--port"))

    def test_a_port_that_is_taken_is_refused(self):
        taken = servers.address.rpartition(":")[2]
        self.assertIn(f"port {taken} is taken", self.refuses("--port", taken))


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=2).result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed", flush=True)
    raise SystemExit(bad > 0)
