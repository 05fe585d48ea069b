package io.perigee.demo.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.perigee.demo.DemoEdge;
import io.perigee.demo.DemoNetwork;
import io.perigee.demo.DemoOptions;
import io.perigee.demo.DemoPorts;
import io.perigee.demo.DemoRegion;
import io.perigee.demo.Progress;
import io.perigee.testkit.Await;
import io.perigee.testkit.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** One network with viewers and one browser for all tests; the one that stops an edge comes last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DashboardTest {

    private static final Pattern SOME = Pattern.compile("[1-9]");

    private DemoNetwork network;
    private DemoViewers viewers;
    private Chromium browser;

    @BeforeAll
    void start() throws Exception {
        Needs.program("chromium", "chromium");
        network = DemoNetwork.start(
                DemoOptions.standard()
                        .withRegions(List.of(DemoRegion.EU, DemoRegion.AP))
                        .withPorts(DemoPorts.free()),
                Progress.SILENT);
        viewers = DemoViewers.of(network);
        browser = Chromium.open(network.controlUrl());
        PlaywrightAssertions.setDefaultAssertionTimeout(Chromium.PATIENCE_MILLIS);
    }

    @AfterAll
    void stop() {
        if (network == null) {
            return;
        }
        if (viewers != null) {
            viewers.close();
        }
        if (browser != null) {
            browser.close();
        }
        network.close();
    }

    @AfterEach
    void nothingWasComplainedOf() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(1)
    void aWrongTokenIsRefusedInWords() {
        Page page = browser.page();
        page.navigate(network.controlUrl() + "/");
        page.getByLabel("Token of the API").fill("guessed");
        page.getByRole(AriaRole.BUTTON, button("Sign in")).click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("not a token of this control plane");
        browser.expectAccessible("the sign-in page");
        browser.expectRefused(401);
    }

    @Test
    @Order(2)
    void theAddressWithTheTokenSignsInAndForgetsIt() {
        Page page = browser.page();
        page.navigate(network.dashboardUrl().toString());
        assertThat(page.locator(".connection.live")).hasText("live");
        assertThat(page.url()).doesNotContain("token");
    }

    @Test
    @Order(3)
    void theMapHasLiveData() {
        Page page = open("world");
        for (DemoEdge edge : network.edges()) {
            assertThat(page.locator("[data-nodes~='" + edge.id() + "']")).hasClass(Pattern.compile("ratio-[1-5]"));
        }
        assertThat(page.locator(".map .mark.control")).hasCount(1);
        assertThat(page.locator(".map .mark.origin")).hasCount(1);
        assertThat(page.locator(".map .mark.regional")).hasCount(2);
        assertThat(page.locator(".arc.viewer").first()).isAttached();
        assertThat(page.locator(".arc.origin").first()).isAttached();
        assertThat(tile("Requests")).containsText(SOME);
        String then = page.locator(".playback .time").textContent();
        assertThat(page.locator(".playback .time")).not().hasText(then);
    }

    @Test
    @Order(4)
    void thePastCanBePlayedBackByKeyboard() {
        Page page = open("world");
        page.getByLabel("Time", exactly()).focus();
        page.keyboard().press("Home");
        assertThat(page.locator(".page-head")).containsText("played back");
        page.getByLabel("Play the past back").press("Enter");
        page.getByText("Now", new Page.GetByTextOptions().setExact(true)).press("Enter");
        assertThat(page.locator(".page-head")).containsText("as of");
    }

    @Test
    @Order(5)
    void trafficSaysWhyRequestsWereNotHits() {
        Page page = open("traffic");
        assertThat(page.locator("main")).containsText("Nothing was stored for this cache key");
        assertThat(page.getByLabel("URLs", exactly()).locator("tbody tr").first())
                .isVisible();
        assertThat(page.locator("canvas")).hasCount(4);
        page.getByLabel("Region", exactly()).selectOption("ap");
        assertThat(page.getByLabel("Node", exactly()).locator("option"))
                .hasText(new String[] {"all", "edge-nrt-1", "edge-syd-1", "regional-ap-1"});
        assertThat(tile("Requests")).containsText(SOME);
    }

    @Test
    @Order(6)
    void anInvalidationReachesEveryNode() {
        Page page = open("invalidations");
        page.getByLabel("Paths", exactly()).fill("img/*");
        page.getByRole(AriaRole.BUTTON, button("Invalidate")).click();
        assertThat(page.locator(".field .wrong")).containsText("img/*");
        browser.expectRefused(400);
        page.getByLabel("Paths", exactly()).fill("/img/*");
        page.getByRole(AriaRole.BUTTON, button("Invalidate")).click();
        page.locator(".notice.good a").click();
        assertThat(page.locator(".progress")).containsText("on every node");
        assertThat(page.locator(".node-grid a.done")).hasCount(network.edges().size() + 2);
        open("world");
        assertThat(page.locator(".happenings")).containsText("has reached every node");
    }

    @Test
    @Order(7)
    void aDistributionIsEditedReviewedAndDeployed() {
        Page page = open("distributions/demo");
        page.getByRole(AriaRole.BUTTON, button("Edit")).click();
        page.getByLabel("Host", exactly()).first().fill("not a host");
        save(page);
        assertThat(page.locator("[aria-invalid]")).hasValue("not a host");
        browser.expectRefused(400);
        page.getByLabel("Host", exactly()).first().fill("127.0.0.1");
        page.getByLabel("Comment", exactly()).fill("Edited in a browser");
        page.getByRole(AriaRole.BUTTON, button("Review changes")).click();
        assertThat(page.locator(".diff .added")).hasText(Pattern.compile("Edited in a browser"));
        page.getByRole(AriaRole.BUTTON, button("Save and deploy")).click();
        assertThat(page.locator(".facts")).containsText("Edited in a browser");
        assertThat(page.locator(".progress")).containsText("on every node");
    }

    private static void save(Page page) {
        page.getByRole(AriaRole.BUTTON, button("Review changes")).click();
        page.getByRole(AriaRole.BUTTON, button("Save and deploy")).click();
    }

    @Test
    @Order(8)
    void aFunctionIsInvokedWithAnEvent() {
        Page page = open("functions/who-am-i");
        assertThat(page.getByLabel("Versions", exactly()).locator("tbody tr")).hasCount(1);
        page.getByRole(AriaRole.BUTTON, button("Test")).click();
        page.getByLabel("Event as JSON").fill("{");
        assertThat(page.getByRole(AriaRole.BUTTON, button("Invoke"))).isDisabled();
        page.getByRole(AriaRole.BUTTON, button("Logs")).click();
        assertThat(page.getByRole(AriaRole.LOG)).isVisible();
    }

    @Test
    @Order(9)
    void everyPageIsAccessibleInLightAndDark() {
        List<String> pages = List.of(
                "world",
                "traffic",
                "nodes",
                "nodes/edge-fra-1",
                "invalidations",
                "distributions",
                "distributions/demo",
                "distributions/new",
                "functions",
                "functions/who-am-i");
        for (String one : pages) {
            Page page = open(one);
            browser.expectAccessible(one);
            browser.shows(ColorScheme.DARK);
            assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
            browser.expectReadable(one + " in the dark");
            browser.shows(ColorScheme.LIGHT);
        }
    }

    @Test
    @Order(11)
    void everyPageFitsAPhone() {
        Page page = browser.page();
        page.setViewportSize(360, 740);
        for (String one : List.of("world", "traffic", "nodes", "invalidations", "distributions/demo", "functions")) {
            open(one);
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .as(one)
                    .isEqualTo(true);
        }
        page.setViewportSize(1280, 800);
    }

    @Test
    @Order(12)
    void anEdgeThatGoesIsSeenGoing() {
        Page page = open("world");
        DemoEdge edge = network.edges().getLast();
        Locator mark = page.locator("[data-nodes~='" + edge.id() + "']");
        assertThat(mark).hasClass(Pattern.compile("ready|behind"));
        Await.get(edge.node().stop());
        assertThat(mark).hasClass(Pattern.compile("gone"));
        assertThat(page.locator(".happenings")).containsText(edge.id() + " is gone");
        assertThat(page.locator(".arc.moved").first()).isAttached();
        open("nodes");
        assertThat(page.getByLabel("List of nodes"))
                .containsText("gone", new LocatorAssertions.ContainsTextOptions().setIgnoreCase(true));
    }

    @Test
    @Order(10)
    void thePicturesOfTheDocumentationCanBeTaken() {
        open("world");
        picture("dashboard-world");
        browser.shows(ColorScheme.DARK);
        open("traffic");
        assertThat(browser.page().locator("canvas")).hasCount(4);
        picture("dashboard-traffic");
        browser.shows(ColorScheme.LIGHT);
        Page page = open("distributions/demo");
        page.getByRole(AriaRole.BUTTON, button("Edit")).click();
        page.getByLabel("Cache policy").first().selectOption("Managed-CachingDisabled");
        page.getByLabel("Compress").first().uncheck();
        page.getByRole(AriaRole.BUTTON, button("Review changes")).click();
        picture("dashboard-review");
    }

    private void picture(String name) {
        Path folder =
                Path.of("write".equals(System.getProperty("perigee.screenshots")) ? "../docs/images" : "target/images");
        browser.page().screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
    }

    /** Goes there as a click on a link does, and waits until the page has what it asks the API for. */
    private Page open(String where) {
        Page page = browser.page();
        page.evaluate("where => { location.hash = '#/' + where; }", where);
        String[] steps = where.split("/", -1);
        String title = steps[steps.length - 1];
        assertThat(page.locator("main.page-" + steps[0] + " h1"))
                .containsText(title, new LocatorAssertions.ContainsTextOptions().setIgnoreCase(true));
        assertThat(page.locator("main .loading")).hasCount(0);
        return page;
    }

    private Locator tile(String name) {
        return browser.page()
                .locator(".tile")
                .filter(new Locator.FilterOptions()
                        .setHas(browser.page().getByText(name, new Page.GetByTextOptions().setExact(true))));
    }

    private static Page.GetByRoleOptions button(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }
}
