package meaning

import (
	"fmt"
	"strconv"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var policy = breaking.New(breaking.Meta{
	ID: "policy", Title: "what the contract promises in bylaw's own vocabulary", Group: "meaning",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed}, AIP: []int{155, 180}, Since: "2026.1",
	Attributes: policyAttributes(),
}, breaking.Hooks{Declaration: comparePolicies})

// policyAttributes are the keys of the vocabulary and the conventions that stand for them, but for
// x-bylaw-ignore, which promises nothing, and for what the check deprecation compares.
func policyAttributes() []string {
	names := append(vocabularyOptions(), "debug_redact", "x-internal")
	for _, row := range policyRows() {
		names = append(names, row.key)
	}
	return names
}

// policyRow says how one fact of the vocabulary is compared.
type policyRow struct {
	key, what string
	read      func(*spec.Policy) string // "" if nothing is declared
	effect    func(from, to string) breaking.Effect
	lost      string // what it means that the promise is weaker
	fact      breaking.Fact
}

func policyRows() []policyRow {
	const promise, metadata = breaking.Promise, breaking.Metadata
	return []policyRow{
		{"x-bylaw-pii", "class of personal data", func(p *spec.Policy) string { return p.PII }, stated,
			"whoever stores or logs it has to treat it in another way", promise},
		{"x-bylaw-tier", "tier", func(p *spec.Policy) string { return p.Tier }, ranked("internal", "", "public"),
			"consumers outside can't count on it any more", promise},
		{"x-bylaw-cache", "cache policy", func(p *spec.Policy) string { return p.Cache }, stated,
			"what consumers may keep, and how old an answer can be, is another", promise},
		{"x-bylaw-quota", "quota", func(p *spec.Policy) string { return p.Quota }, quotaEffect,
			"callers that stayed within it are refused", promise},
		{"x-bylaw-retryable", "promise that a failed call may be sent again", func(p *spec.Policy) string { return flagText(p.Retryable) }, kept,
			"consumers that repeat a failed call do it twice", promise},
		{"x-bylaw-idempotency-ttl", "time for which an idempotency token is remembered", func(p *spec.Policy) string { return p.IdempotencyTTL }, longer,
			"a call that is repeated late is done twice", promise},
		{"x-bylaw-slo", "promise of availability and latency", func(p *spec.Policy) string { return p.SLO }, stated,
			"consumers built their own promises on it", promise},
		{"x-bylaw-owner", "owner", func(p *spec.Policy) string { return p.Owner }, stated, "", metadata},
		{"x-bylaw-bounded", "promise that the list is short", func(p *spec.Policy) string { return flagText(p.Bounded) }, kept,
			"it may come in pages, or outgrow consumers", promise},
		{"x-bylaw-max-items", "greatest length of the list", func(p *spec.Policy) string { return countText(p.MaxItems) }, fewer,
			"consumers get more than they were told to expect", promise},
	}
}

func comparePolicies(p *breaking.Pass, pair breaking.Pair[spec.Node]) {
	if pair.Old.Policy == nil && pair.New.Policy == nil || repeats(p, pair) || referred(p, pair) {
		return
	}
	old, new := orEmpty(pair.Old.Policy), orEmpty(pair.New.Policy)
	for _, row := range policyRows() {
		from, to := row.read(old), row.read(new)
		if from != to && !(row.key == "x-bylaw-tier" && hidden(p, pair)) {
			row.report(p, pair, from, to)
		}
	}
}

// hidden reports whether an operation came into sight or went out of it, of which the check
// visibility tells.
func hidden(p *breaking.Pass, pair breaking.Pair[spec.Node]) bool {
	o := p.Operation
	return o.Both() && &o.New.Node == pair.New && o.Old.Visibility != o.New.Visibility
}

func (r *policyRow) report(p *breaking.Pass, pair breaking.Pair[spec.Node], from, to string) {
	change := spoken(pair, r.key, "debug_redact", "x-internal")
	change.From, change.To = from, to
	change.Message = fmt.Sprintf("%s: the %s was %s and is %s", name(pair.New), r.what, orUndeclared(from), orUndeclared(to))
	c := p.Report(change, breaking.On(breaking.Behavior, r.fact, r.effect(from, to)))
	if c.Backward != (breaking.Verdicts{}) {
		c.Message += ": " + r.lost
		c.Cure = "keep the promise, or announce the new one and let consumers adapt first"
	}
}

func orEmpty(p *spec.Policy) *spec.Policy {
	if p == nil {
		return &spec.Policy{}
	}
	return p
}

func orUndeclared(text string) string {
	if text == "" {
		return "not declared"
	}
	return text
}

func flagText(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

func countText(n uint64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatUint(n, 10)
}
