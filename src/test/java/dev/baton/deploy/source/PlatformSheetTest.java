package dev.baton.deploy.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.camel.Refused;
import dev.baton.event.EventType;
import dev.baton.ledger.Channels.OnUnknown;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A platform's sheet, and how a mistake in it is told. */
class PlatformSheetTest {

    private static PlatformSheet read(String text) {
        return PlatformSheet.read("parcel/platform.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatItSaysHoldsAndTheRestIsAsUsual() {
        PlatformSheet sheet = read(Folder.SHEET);
        assertThat(sheet.names()).containsExactlyInAnyOrder("parcel", "parcel_desk");
        assertThat(sheet.perPerson()).isTrue();
        assertThat(sheet.concurrency()).isEqualTo(4);
        assertThat(sheet.deadlines().queued()).isEqualTo(Duration.ofDays(2));
        assertThat(sheet.deadlines().requested()).isEqualTo(Duration.ofMinutes(15));
        assertThat(sheet.onUnknown()).containsEntry(EventType.MESSAGE, OnUnknown.verify).containsEntry(EventType.HANDOVER_REQUESTED, OnUnknown.ask)
                .containsEntry(EventType.CONVERSATION_CLOSED, OnUnknown.repeat);
    }

    @Test
    void ofFilesItMaySayAllOrNothing() {
        assertThat(read(Folder.SHEET).media()).isEqualTo(new PlatformSheet.Media(true, PlatformSheet.Send.link, false));
        assertThat(read(Folder.SHEET + "media: {send: upload, authorization: true}\n").media()).isEqualTo(new PlatformSheet.Media(true, PlatformSheet.Send.upload, true));
        assertThat(read(Folder.SHEET + "media: {fetch: false}\n").media().fetch()).isFalse();
        assertThatThrownBy(() -> read(Folder.SHEET + "media: {send: pigeon}\n")).isInstanceOf(Refused.class).hasMessageContaining("pigeon");
    }

    @Test
    void callsAreSignedWithASecretThatItDeclares() {
        String signed = Folder.SHEET.replace("authorization: {basic: [email, key]}", "signature: {standard-webhooks: key}");
        assertThat(read(signed).signature()).isEqualTo("key");
        assertThat(read(Folder.SHEET).signature()).isNull();
        assertThatThrownBy(() -> read(signed.replace("webhooks: key", "webhooks: kay"))).hasMessage("parcel/platform.yaml:11: calls.signature names a setting that is not declared: kay: did you mean key?");
        assertThatThrownBy(() -> read(signed.replace("webhooks: key", "webhooks: email"))).hasMessageContaining("calls.signature names a setting that is no secret: email: declare it with secret: true");
        assertThatThrownBy(() -> read(signed.replace("standard-webhooks", "standard-webhook"))).hasMessageContaining("there is no entry calls.signature.standard-webhook: did you mean standard-webhooks?");
        assertThatThrownBy(() -> read(signed.replace("{standard-webhooks: key}", "key"))).hasMessageContaining("calls.signature");
    }

    @Test
    void aMessageBeginsAConversationOnlyOnTheCustomersSide() {
        String customer = Folder.SHEET.replace("sides: [desk]", "sides: [customer, desk]");
        assertThat(read(customer).begins()).isFalse();
        assertThat(read(customer + "begins: message\n").begins()).isTrue();
        assertThatThrownBy(() -> read(customer + "begins: messages\n")).isInstanceOf(Refused.class).hasMessageContaining("'messages' can't stand at begins: did you mean message?");
        assertThatThrownBy(() -> read(Folder.SHEET + "begins: message\n")).isInstanceOf(Refused.class).hasMessageContaining("begins is for the customer's side");
    }

    @Test
    void mistakesAreNamedWithTheirLine() {
        assertThatThrownBy(() -> read(Folder.SHEET.replace("concurrency", "concurency"))).isInstanceOf(Refused.class).hasMessageMatching("(?s)parcel/platform.yaml:1\\d: there is no entry concurency: did you mean concurrency\\?");
        assertThatThrownBy(() -> read(Folder.SHEET.replace("message: verify", "message: verfy"))).isInstanceOf(Refused.class).hasMessageContaining("'verfy' can't stand at unknown.message: did you mean verify?");
        assertThatThrownBy(() -> read(Folder.SHEET.replace("[handover.requested", "[handover.asked"))).isInstanceOf(Refused.class).hasMessageContaining("'handover.asked' can't stand at takes.0: write one of [handover.requested,").hasMessageNotContaining("dev.baton");
        assertThatThrownBy(() -> read(Folder.SHEET.replace(", message,", ", mesage,"))).hasMessage("parcel/platform.yaml:12: 'mesage' can't stand at takes.1: did you mean message?");
        assertThatThrownBy(() -> read(Folder.SHEET.replace("sides: [desk]", "sides: [dsek]"))).hasMessage("parcel/platform.yaml:2: 'dsek' can't stand at sides.0: did you mean desk?");
        assertThatThrownBy(() -> read(Folder.SHEET.replace("{message: verify}", "{mesage: verify}"))).hasMessage("parcel/platform.yaml:15: 'mesage' can't stand at unknown: did you mean message?");
        assertThatThrownBy(() -> read(Folder.SHEET.replace("names: [parcel, parcel_desk]", "names: parcel"))).hasMessageMatching("(?s)parcel/platform.yaml:1: what stands at names is no list: write .*");
        assertThatThrownBy(() -> read(Folder.SHEET.replace("[email, key]", "[email, pass]"))).isInstanceOf(Refused.class).hasMessageContaining("calls.authorization names a setting that is not declared: pass");
        assertThatThrownBy(() -> read(Folder.SHEET.replace("queued: 2d", "queued: long"))).isInstanceOf(Refused.class).hasMessageContaining("'long' is no time");
        assertThatThrownBy(() -> read(Folder.SHEET.replace("queued: 2d", "asleep: 2d"))).isInstanceOf(Refused.class).hasMessageContaining("deadlines.asleep is no state");
        assertThatThrownBy(() -> read("sides: [desk]")).isInstanceOf(Refused.class).hasMessageContaining("names are missing");
    }
}
