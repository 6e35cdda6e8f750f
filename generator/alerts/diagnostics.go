package alerts

import "github.com/bylaw-dev/bylaw/report"

const promiseRule = "generate/promise"

// Diagnostics explains what can be said of an API, sorted by ID.
func Diagnostics() []report.Diagnostic {
	return []report.Diagnostic{
		{ID: promiseRule, Title: "a promise can't be held to as it is written", Severity: report.Warning,
			Help: "Alerts are made of `slo` (`x-bylaw-slo`): a share of calls below 100%, and a latency if one is promised, such as `99.9% < 300ms`. Latencies are counted at the bounds of histograms; of streams, only failures are."},
	}
}
