package io.tidewatch.spark.maintain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.table.Tables;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaintainSettingsTest {
  @Test
  void a_table_keeps_its_own_retention_unless_the_user_gives_another() {
    MaintainSettings settings = new MaintainSettings(Map.of("metrics", 30), 4, 168);
    assertEquals(30, settings.days(Tables.METRICS));
    assertEquals(Tables.GAPS.retentionDays(), settings.days(Tables.GAPS));
  }

  @Test
  void every_wrong_setting_is_named_at_once() {
    UserException refused =
        assertThrows(
            UserException.class, () -> new MaintainSettings(Map.of("metric", 3, "gaps", 0), 0, 1));
    assertTrue(refused.reason().contains("--retention gaps=0"), refused.getMessage());
    assertTrue(refused.reason().contains("--retention metric=3"), refused.getMessage());
    assertTrue(refused.reason().contains("--files-per-day"), refused.getMessage());
    assertTrue(refused.reason().contains("--keep-hours is at least 24"), refused.getMessage());
  }
}
