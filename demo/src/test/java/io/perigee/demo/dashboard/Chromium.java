package io.perigee.demo.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One page of a real browser; what it complains of, and what it asks of anybody but the control plane, is noted. */
final class Chromium implements AutoCloseable {

    static final double PATIENCE_MILLIS = 60_000;

    /** Debian's; nothing is downloaded. */
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    private Chromium(Playwright playwright, URI dashboard) {
        this.playwright = playwright;
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setArgs(FLAGS));
        this.page = browser.newPage(new Browser.NewPageOptions()
                .setViewportSize(1280, 800)
                // Colours that are still on their way to the other theme have no contrast to be judged.
                .setReducedMotion(ReducedMotion.REDUCE));
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.type() + ": " + message.text() + " (" + message.location() + ")");
            }
        });
        page.onPageError(error -> complaints.add("not caught: " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith(dashboard + "/") && !request.url().startsWith("data:")) {
                complaints.add("asked elsewhere: " + request.url());
            }
        });
    }

    static Chromium open(URI dashboard) {
        return new Chromium(
                Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))),
                dashboard);
    }

    Page page() {
        return page;
    }

    void shows(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    }

    /** What was complained of since it was last asked. */
    List<String> complaints() {
        List<String> taken = List.copyOf(complaints);
        complaints.clear();
        return taken;
    }

    /** The browser itself reports that an answer was a refusal, in its own time; nothing else was complained of. */
    void expectRefused(int status) {
        page.waitForCondition(() -> !complaints.isEmpty());
        assertThat(complaints()).hasSize(1).first().asString().contains("status of " + status);
    }

    /** WCAG 2.1, levels A and AA, as far as a program can tell. */
    void expectAccessible(String what) {
        expectNothing(what, new AxeBuilder(page).withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")));
    }

    /** Contrast alone, which is all that another theme changes. */
    void expectReadable(String what) {
        expectNothing(what, new AxeBuilder(page).withRules(List.of("color-contrast")));
    }

    private static void expectNothing(String what, AxeBuilder axe) {
        List<String> found = axe.analyze().getViolations().stream()
                .map(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes())
                .toList();
        assertThat(found).as(what).isEmpty();
    }

    @Override
    public void close() {
        playwright.close();
    }
}
