package io.perigee.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.functions.testing.EventBuilder;
import org.junit.jupiter.api.Test;

class FunctionRequestTest {
    private static FunctionRequest request(String target) {
        return EventBuilder.viewerRequest(target).toRequestEvent().request();
    }

    @Test
    void queryParametersAreDecoded() {
        FunctionRequest request = request("/?a=1%202&b&a=3&c=%zz&%64=e%3Df");

        assertThat(request.queryParameter("a")).contains("1 2");
        assertThat(request.queryParameter("b")).contains("");
        assertThat(request.queryParameter("c")).contains("%zz");
        assertThat(request.queryParameter("d")).contains("e=f");
        assertThat(request.queryParameter("x")).isEmpty();
        assertThat(request("/").queryParameter("")).isEmpty();
    }

    @Test
    void settingAParameterLeavesTheOthersByteForByte() {
        FunctionRequest request = request("/?b=%7e&w=1&&c=+&w=2");

        assertThat(request.withQueryParameter("w", "a b&c").querystring()).isEqualTo("b=%7e&w=a%20b%26c&&c=+");
        assertThat(request.withQueryParameter("n", "1").querystring()).isEqualTo("b=%7e&w=1&&c=+&w=2&n=1");
        assertThat(request.withoutQueryParameter("w").querystring()).isEqualTo("b=%7e&&c=+");
        assertThat(request("/").withQueryParameter("w", "1").querystring()).isEqualTo("w=1");
    }

    @Test
    void cookiesAreFoundOnAnyLine() {
        FunctionRequest request = EventBuilder.viewerRequest("/")
                .header("Cookie", "a=1; b=x=y;c")
                .header("cookie", "d=4")
                .toRequestEvent()
                .request();

        assertThat(request.cookie("a")).contains("1");
        assertThat(request.cookie("b")).contains("x=y");
        assertThat(request.cookie("c")).isEmpty();
        assertThat(request.cookie("d")).contains("4");
        assertThat(request.cookie("A")).isEmpty();
    }

    @Test
    void referencesAreReadFromAnAssociationsWords() {
        assertThat(FunctionReference.of("resize", "latest")).isEqualTo(FunctionReference.latest("resize"));
        assertThat(FunctionReference.of("resize", "3"))
                .isEqualTo(FunctionReference.exactly(new FunctionId("resize", 3)))
                .hasToString("resize:3");
        assertThatThrownBy(() -> FunctionReference.of("resize", "newest"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected latest or a number");
        assertThatThrownBy(() -> FunctionReference.of("resize", "0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FunctionId("a b", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void labelsAreCloudFronts() {
        for (EventType type : EventType.values()) {
            assertThat(EventType.ofLabel(type.label())).contains(type);
        }
        assertThat(EventType.ofLabel("Viewer-Request")).isEmpty();
    }
}
