package config

import (
	"cmp"
	"regexp"
	"time"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

func (p *parser) waivers(v *spec.Value, dir string) []Waiver {
	var waivers []Waiver
	p.each(v, "waivers", func(item *spec.Value) {
		before := p.errors
		w := waiverReader{parser: p, Waiver: Waiver{Dir: dir, Ignore: spec.Ignore{Span: item.Span}}}
		if p.object(item, "a waiver", w.keys()) {
			w.complete(item)
		}
		if p.errors-before == w.undated {
			waivers = append(waivers, w.Waiver)
		}
	})
	return waivers
}

// waiverReader reads one waiver.
type waiverReader struct {
	*parser
	Waiver
	undated int // mistakes that make the waiver one that has expired
}

func (w *waiverReader) keys() []key {
	said := func(name string, to *string) key {
		return key{name, func(v *spec.Value) { *to = w.text(v, name).Value }}
	}
	return []key{
		{"change", w.change},
		{"element", func(v *spec.Value) {
			w.Element, w.Ignore.Span = spec.ID(w.text(v, "element").Value), v.Span
		}},
		{"rules", func(v *spec.Value) { w.Ignore.Rules = w.ruleList(v) }},
		{"until", w.until},
		said("owner", &w.Ignore.Owner),
		said("reason", &w.Ignore.Reason),
	}
}

// complete reports what a waiver lacks, and what it has too much.
func (w *waiverReader) complete(v *spec.Value) {
	if v.Get("change") == nil {
		w.need(v, "a waiver", "element", "rules", "reason")
		return
	}
	for _, other := range [...]string{"element", "rules"} {
		if v.Get(other) != nil {
			w.fail(v.Get(other).Span, "a waiver of one change has no "+other, "delete "+other+": the fingerprint says it")
			return
		}
	}
	w.need(v, "a waiver", "change", "reason")
}

var fingerprint = regexp.MustCompile(`^[0-9a-f]{32}$`)

func (w *waiverReader) change(v *spec.Value) {
	const cure = "copy it from the finding about the change"
	switch {
	case v.Kind == spec.Num && fingerprint.MatchString(v.Span.Text()):
		w.fail(v.Span, "YAML reads this fingerprint as a number", "put it into quotes", replace(v.Span, `"`+v.Span.Text()+`"`, report.Safe))
	case v.Kind != spec.Str:
		w.wrongType(v, "change", "a fingerprint")
	case !fingerprint.MatchString(v.Text):
		w.fail(v.Span, "a fingerprint is 32 hexadecimal digits, not "+quote(v.Text), cure)
	default:
		w.Change, w.Ignore.Span = v.Text, v.Span
	}
}

func (w *waiverReader) ruleList(v *spec.Value) []string {
	var rules []string
	w.each(v, "rules", func(item *spec.Value) {
		id := w.text(item, "a rule")
		switch {
		case id.Value == "":
		case w.catalog.isChange(id.Value):
			rules = append(rules, id.Value)
		default:
			rules = w.withRule(rules, id)
		}
	})
	w.notEmpty(v, "rules", "name the rules that the waiver is for")
	return rules
}

// withRule adds a rule of the linter, or says why it cannot.
func (w *waiverReader) withRule(rules []string, id Text) []string {
	rule := w.catalog.Find(id.Value)
	if rule == nil && w.broken[id.Value] {
		return rules
	}
	if rule == nil {
		w.meant(id.Span, "unknown rule "+quote(id.Value), w.catalog.Suggest(id.Value), `"bylaw rules" lists them`)
		return rules
	}
	if rule.ID != id.Value {
		w.add(Renamed(id.Value, rule.ID, id.Span))
	}
	return append(rules, rule.ID)
}

// until reads the last day. Text that is no day is kept, so that the finding which comes back can
// say why it does.
func (w *waiverReader) until(v *spec.Value) {
	w.Ignore.Until = v.Text
	if !IsDate(v.String()) {
		w.Ignore.Until = cmp.Or(v.Text, shown(v))
		w.undated++
		w.fail(v.Span, "until must be a day such as 2027-03-01, not "+shown(v), "")
	}
}

// IsDate reports whether the text is a day of the calendar, written as RFC 3339 does: 2027-03-01.
func IsDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}
