package dev.baton.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class AdminTest {

    @Test
    void withoutAPasswordOneIsMadeUpAndToldOnce(CapturedOutput log) {
        Admin one = Admin.of(" ", "");
        Admin other = Admin.of(null, null);

        assertThat(one.user()).isEqualTo("admin");
        assertThat(one.password()).hasSizeGreaterThanOrEqualTo(20).isNotEqualTo(other.password());
        assertThat(log.getAll()).containsOnlyOnce(one.password()).contains("baton.admin.password");
    }

    @Test
    void aPasswordThatIsSetIsNotTold(CapturedOutput log) {
        Admin admin = Admin.of("boss", "hush-hush");

        assertThat(admin.user() + admin.password()).isEqualTo("bosshush-hush");
        assertThat(log.getAll() + admin).doesNotContain("hush-hush");
    }
}
