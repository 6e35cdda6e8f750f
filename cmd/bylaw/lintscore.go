package main

import (
	"slices"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/score"
)

// scored counts what is in order where an output shows it, given what the rules have found in each API.
func (l *linter) scored(f *found, each [][]report.Finding, profile func(path string) *config.Profile) *report.Score {
	if !slices.ContainsFunc(l.outputs, func(o report.Output) bool { return o.Format.Score }) || l.options.statistics {
		return nil
	}
	run := score.Run{APIs: f.loaded.APIs, Found: each, Rules: l.set, Profile: profile, Focus: f.loaded.Focus}
	for _, hidden := range f.Hidden {
		run.Hidden = append(run.Hidden, hidden.Finding)
	}
	return score.Of(run)
}

// compared returns the score with that of the base.
func (l *linter) compared(now *report.Score) *report.Score {
	if now == nil || l.earlier == nil {
		return now
	}
	return now.Compared(l.earlier, l.base.Name)
}
