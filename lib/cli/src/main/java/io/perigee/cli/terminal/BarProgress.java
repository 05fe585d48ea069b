package io.perigee.cli.terminal;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on the terminal's error stream; none for work that is done before there is anything to say. */
final class BarProgress implements Progress {

    private final String task;
    private @Nullable ProgressBar bar;

    BarProgress(String task) {
        this.task = task;
    }

    @Override
    public void at(long done, long all, String detail) {
        ProgressBar shown = bar == null ? bar() : bar;
        bar = shown;
        shown.maxHint(all);
        shown.stepTo(done);
        shown.setExtraMessage(detail.isEmpty() ? "" : " " + detail);
    }

    private ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(1)
                .setUpdateIntervalMillis(100)
                .setStyle(ProgressBarStyle.ASCII)
                .clearDisplayOnFinish()
                .build();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
