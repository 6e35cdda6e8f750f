package waiver

import (
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const (
	print1 = "0123456789abcdef0123456789abcdef"
	print2 = "00000000000000000000000000000000"
)

// changed makes a finding about a change at a word.
func changed(f *source.File, id, word, element, print string) report.Finding {
	finding := at(f, id, word)
	finding.Element, finding.Change = spec.ID(element), &report.Change{Fingerprint: print}
	return finding
}

// TestChangeEntries holds waivers of changes to what configurations may say, in a run that compares
// and in one that lints.
func TestChangeEntries(t *testing.T) {
	const (
		soon  = "2026-12-05"
		past  = "2026-11-20"
		today = "2026-11-21"
	)
	compared := Options{Today: today, Changes: true, About: func(rule string) bool { return strings.HasPrefix(rule, "field-") }}
	whole, strict := compared, compared
	whole.Whole, strict.Strict = true, func(string) bool { return true }
	linted := Options{Today: today, Whole: true, Strict: strict.Strict, About: func(rule string) bool { return rule == "missing-doc" }}
	by := func(print, until, owner string) Entry {
		return Entry{Change: print, Dir: ".", Ignore: spec.Ignore{Until: until, Owner: owner, Reason: "no one\nreads it."}}
	}
	of := func(id string, rules ...string) Entry {
		return Entry{Element: spec.ID(id), Dir: ".", Ignore: spec.Ignore{Rules: rules, Reason: "r"}}
	}
	elsewhere := by(print1, "", "")
	elsewhere.Dir = "other"
	const found = "5 field-removed: field-removed at Order"
	tests := []struct {
		name    string
		entry   Entry
		options Options
		hidden  bool
		left    []string
	}{
		{"by fingerprint", by(print1, "", ""), compared, true, nil},
		{"another fingerprint", by(print2, "", ""), compared, false, []string{found}},
		{"another fingerprint, and all was compared", by(print2, "", ""), whole, false, []string{
			"1 unused-suppression: no change has the fingerprint " + print2 + "; delete the waiver: the change was taken back, or is in both versions by now", found}},
		{"below another folder", elsewhere, compared, false, []string{found}},
		{"its last day", by(print1, today, "orders"), compared, true, []string{
			"1 expiring-suppression: the waiver of change " + print1 + " ends with " + today + ", today; mend what it hides, or agree on a later day"}},
		{"fourteen days left", by(print1, soon, "orders"), whole, true, []string{
			"1 expiring-suppression: the waiver of change " + print1 + " ends with " + soon + ", in 14 days; mend what it hides, or agree on a later day"}},
		{"fifteen days left", by(print1, "2026-12-06", ""), whole, true, nil},
		{"the day after", by(print1, past, "orders"), whole, false, []string{
			"1 expired-suppression: the waiver of change " + print1 + " ended with " + past + "; mend what it hid, or agree on a later day",
			found + "; its waiver (orders, no one reads it) ended with " + past}},
		{"the day after, without an owner", by(print1, past, ""), compared, false, []string{
			"1 expired-suppression: the waiver of change " + print1 + " ended with " + past + "; mend what it hid, or agree on a later day",
			found + "; its waiver (no one reads it) ended with " + past}},
		{"no day", by(print1, "soon", "orders"), whole, false, []string{
			found + "; its waiver (orders, no one reads it) does not hold, for soon is no day"}},
		{"strict wants more", by(print1, "", ""), strict, false, []string{
			"1 malformed-suppression: under the preset strict a waiver names its owner and its last day; add until: 2027-03-01 and owner: team", found}},
		{"strict has all", by(print1, "2027-03-01", "orders"), strict, true, nil},

		{"by element that is gone", of("shop.v1.Order.note", "field-removed"), whole, true, nil},
		{"by element that stood around it", of("shop.v1.Order", "field-removed"), whole, true, nil},
		{"a rule of the linter beside it", of("shop.v1.Order.note", "missing-doc", "field-removed"), whole, true, nil},
		{"a kind of change beside it that did not happen", of("shop.v1.Order.note", "field-added", "field-removed"), whole, true, []string{
			"1 unused-suppression: nothing is found here that field-added would report; delete it, or move it directly above what it is about"}},
		{"the same, and not all was compared", of("shop.v1.Order.note", "field-added", "field-removed"), compared, true, nil},
		{"by another element that is gone", of("shop.v1.Order.gone", "field-removed"), whole, false, []string{
			"1 unused-suppression: no element has the ID shop.v1.Order.gone; delete the waiver, or copy the ID from a finding", found}},
		{"by another element, and not all was compared", of("shop.v1.Order.gone", "field-removed"), compared, false, []string{found}},
		{"by another element that is there", of("shop.v1.Cart", "field-removed"), compared, false, []string{found,
			"10 unused-suppression: nothing is found here that field-removed would report; delete it, or move it directly above what it is about"}},

		{"linting knows no fingerprint", by(print2, past, ""), linted, false, []string{found}},
		{"nor kinds of change", of("shop.v1.Order.gone", "field-removed"), linted, false, []string{found}},
	}
	names := known()
	names["field-removed"] = "field-removed"
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			apis := load(t, "api/a.proto", shop)
			f := file(t, apis)
			f.Directives = nil
			place := f.Span(0, 0)
			if test.entry.Element == "shop.v1.Cart" {
				place = at(f, "", "Cart").Span
			}
			test.entry.Ignore.Span = place
			suppressions, findings := Collect(apis, []Entry{test.entry}, names)
			if len(findings) > 0 {
				t.Fatal(said(findings))
			}
			result := Apply([]report.Finding{changed(f, "field-removed", "Order", "shop.v1.Order.note", print1)}, suppressions, test.options)
			if got := result.Suppressed == 1; got != test.hidden {
				t.Errorf("hidden: %t", got)
			}
			if got := said(result.Findings); !slices.Equal(got, test.left) {
				t.Errorf("left\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(test.left, "\n\t"))
			}
		})
	}
}

// TestFingerprintFirst lets the waiver of the one change hide it, so that one that covers more and
// hides nothing else shows as unused.
func TestFingerprintFirst(t *testing.T) {
	apis := load(t, "a.proto", strings.Replace(shop, "missing-doc,float-money", "field-removed", 1))
	f := file(t, apis)
	names := known()
	names["field-removed"] = "field-removed"
	suppressions, _ := Collect(apis, []Entry{{Change: print1, Dir: ".", Ignore: spec.Ignore{Reason: "r", Span: f.Span(0, 0)}}}, names)
	options := Options{Changes: true, Whole: true, About: func(rule string) bool { return rule == "field-removed" }}
	findings := []report.Finding{changed(f, "field-removed", "Order", "shop.v1.Order.note", print1)}
	result := Apply(findings, suppressions, options)
	want := []string{"4 unused-suppression: nothing is found here that field-removed would report; delete it, or move it directly above what it is about"}
	if got := said(result.Findings); result.Suppressed != 1 || !slices.Equal(got, want) {
		t.Errorf("%d hidden, left %q", result.Suppressed, got)
	}
	findings = append(findings, changed(f, "field-removed", "amount", "shop.v1.Order.more", print2))
	if result = Apply(findings, suppressions, options); result.Suppressed != 2 || len(result.Findings) > 0 {
		t.Errorf("%d hidden, left %q", result.Suppressed, said(result.Findings))
	}
}

// TestMalformedDay brings back what a suppression without a day hid, wherever it stands, and says so.
func TestMalformedDay(t *testing.T) {
	yaml := "openapi: 3.1.0\ninfo: {title: a, version: v1}\npaths:\n  /a:\n    get:\n" +
		"      x-bylaw-ignore: {rules: [missing-doc], until: soon, owner: o, reason: r}\n      responses: {}\n"
	for _, test := range []struct{ path, text, word, want string }{
		{"a.proto", "syntax = \"proto3\";\n// bylaw:ignore missing-doc until=2027-02-30 -- r\nmessage A {}\n", "A {",
			"missing-doc at A {; its suppression (r) does not hold, for 2027-02-30 is no day"},
		{"a.proto", "syntax = \"proto3\";\n// bylaw:ignore missing-doc until= -- r\nmessage A {}\n", "A {",
			"missing-doc at A {; its suppression (r) does not hold, for nothing is no day"},
		{"a.yaml", yaml, "responses", "missing-doc at responses; its suppression (o, r) does not hold, for soon is no day"},
	} {
		apis := load(t, test.path, test.text)
		suppressions, findings := Collect(apis, nil, known())
		result := Apply([]report.Finding{at(file(t, apis), "missing-doc", test.word)}, suppressions, Options{Today: "2026-11-21"})
		if len(findings) != 1 || findings[0].Severity != report.Error {
			t.Errorf("said %q", said(findings))
		}
		if len(result.Findings) != 1 || result.Findings[0].Message != test.want {
			t.Errorf("left %q", said(result.Findings))
		}
	}
}
