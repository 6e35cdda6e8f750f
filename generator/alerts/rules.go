package alerts

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// burn is how fast what a promise leaves for errors is used up, and over which windows that is looked at (Site Reliability
// Workbook, table 5-8, and its slower tickets): the short one ends the alert soon after its cause has.
type burn struct {
	factor      string
	long, short string
	severity    string
}

var burns = [...]burn{
	{"14.4", "1h", "5m", "page"},
	{"6", "6h", "30m", "page"},
	{"3", "1d", "2h", "ticket"},
	{"1", "3d", "6h", "ticket"},
}

// reachable reports whether calls can break the promise so badly: of "90%", all of them failing is 10 times the budget.
func (b burn) reachable(budget *big.Rat) bool {
	factor, _ := new(big.Rat).SetString(b.factor)
	return factor.Mul(factor, budget).Cmp(big.NewRat(1, 1)) < 0
}

// speed says how fast, compared with what would last until the promise's period is over.
func (b burn) speed() string {
	if b.factor == "1" {
		return "faster than it may"
	}
	return b.factor + " times as fast as it may"
}

// indicator is one side of a promise.
type indicator struct {
	record   string // up to its window
	alert    string
	title    string // of the runbook's part
	says     string // what is wrong, behind the operation's name
	expr     func(window string) []string
	involved []string // operations
}

// group has the rules of a class: what they record, and then the alerts.
func (l *lowering) group(c *class) Group {
	g := Group{Name: strings.TrimSpace(l.service + ": " + c.slo + " " + c.team)}
	for _, in := range l.indicators(c) {
		if len(in.involved) > 0 {
			g.Rules = append(append(g.Rules, records(c, in)...), l.alerts(c, in)...)
		}
	}
	return g
}

func (l *lowering) indicators(c *class) []indicator {
	failed, slow := matching(c.failed), matching(c.slow)
	return []indicator{
		{"operation:slo_failed:ratio_rate", "AvailabilityBudgetBurn", "calls-fail", "of its calls failed", func(w string) []string {
			return ratio(l.rate("_count", failed+`, error_type!=""`, w), l.rate("_count", failed, w))
		}, c.failed},
		{"operation:slo_slow:ratio_rate", "LatencyBudgetBurn", "calls-are-slow", "of its calls took longer than " + c.bound.String(), func(w string) []string {
			return append([]string{"1 -"}, ratio(l.rate("_bucket", slow+`, error_type="", `+le(c.bound), w), l.rate("_count", slow+`, error_type=""`, w))...)
		}, c.slow},
	}
}

func ratio(part, whole string) []string { return []string{part, "/", whole} }

// rate is how often something happened, by operation.
func (l *lowering) rate(suffix, labels, window string) string {
	return "sum by (service_name, operation) (rate(" + l.selector(suffix, labels) + "[" + window + "]))"
}

// selector chooses among the service's calls, over all protocols that its contract has.
func (l *lowering) selector(suffix, labels string) string {
	names := []string{"http_server_request_duration_seconds" + suffix}
	if l.format == spec.Proto {
		names = append(names, "rpc_server_call_duration_seconds"+suffix)
	}
	own := "service_name=" + promQuote(l.service)
	if labels != "" {
		own += ", " + labels
	}
	if len(names) == 1 {
		return names[0] + "{" + own + "}"
	}
	return `{__name__=~"` + strings.Join(names, "|") + `", ` + own + "}"
}

// matching is the label of operations.
func matching(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = regexp.QuoteMeta(name)
	}
	return "operation=~" + promQuote(strings.Join(quoted, "|"))
}

// records are the ratios over all windows that alerts look at. They keep promise and team as labels, which alerts inherit.
func records(c *class, in indicator) []Rule {
	labels := []Pair{{"slo", c.slo}}
	if c.team != "" {
		labels = append(labels, Pair{"team", c.team})
	}
	var rules []Rule
	for _, b := range burns {
		if b.reachable(c.budget) {
			for _, window := range [...]string{b.short, b.long} {
				rules = append(rules, Rule{Record: in.record + window, Lines: in.expr(window), Labels: labels})
			}
		}
	}
	return distinct(rules)
}

// distinct drops what is recorded already: two burns share a window of 6 hours.
func distinct(rules []Rule) (out []Rule) {
	seen := map[string]bool{}
	for _, r := range rules {
		if !seen[r.Record] {
			out = append(out, r)
		}
		seen[r.Record] = true
	}
	return out
}

func (l *lowering) alerts(c *class, in indicator) (rules []Rule) {
	own := "{service_name=" + promQuote(l.service) + ", slo=" + promQuote(c.slo) + ", team=" + promQuote(c.team) + "}"
	for _, b := range burns {
		if !b.reachable(c.budget) {
			continue
		}
		limit := " > " + b.factor + " * " + decimal(c.budget)
		rules = append(rules, Rule{
			Alert:  in.alert,
			Lines:  []string{in.record + b.long + own + limit, "and", in.record + b.short + own + limit},
			Labels: []Pair{{"severity", b.severity}, {"window", b.long}},
			Annotations: []Pair{
				{"summary", "{{ $labels.operation }} of {{ $labels.service_name }} uses up its error budget " + b.speed()},
				{"description", "{{ $value | humanizePercentage }} " + in.says + " within " + b.long + "; {{ $labels.slo }} is promised."},
				runbook(in.title),
			},
		})
	}
	return rules
}

func runbook(part string) Pair { return Pair{"runbook", "docs/runbook.md#" + part} }

// promQuote writes a string of PromQL, whose escapes are Go's.
func promQuote(text string) string { return strconv.Quote(text) }

// untemplated has Prometheus show a text as it is where it would run it as a template.
func untemplated(text string) string { return strings.ReplaceAll(text, "{{", `{{"{{"}}`) }
