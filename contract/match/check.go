package match

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/report"
)

// CannotCheck is the ID of what Check finds.
const CannotCheck = "contract/unchecked"

// Check says which matchers of a contract nothing can be held against here: patterns and formats that
// can't be translated, unknown matchers, classes and media types. Comparing says so as well, once it
// comes to such a matcher.
func Check(c *contract.Contract) []report.Finding {
	k := checker{known: newCompiled()}
	for _, i := range c.Interactions {
		if i.Request != nil {
			k.rules(i.Request.Rules)
		}
		if i.Response != nil {
			k.rules(i.Response.Rules)
		}
		if i.Contents != nil {
			k.rules(i.Contents.Rules)
		}
		for _, reply := range i.Replies {
			k.rules(reply.Rules)
		}
	}
	return report.Sort(k.findings)
}

type checker struct {
	known    *compiled
	findings []report.Finding
}

func (k *checker) rules(rules []*contract.Rule) {
	for _, r := range rules {
		k.matchers(r.Matchers)
	}
}

func (k *checker) matchers(matchers []*contract.Matcher) {
	for _, m := range matchers {
		if reason := k.reason(m); reason != "" {
			k.findings = append(k.findings, report.Finding{
				Rule: CannotCheck, Severity: report.Error, Span: m.Span,
				Message: reason + ", so that nothing is known of what it is about",
			})
		}
		k.matchers(m.Matchers)
		for _, v := range m.Variants {
			k.rules(v.Rules)
		}
	}
}

// reason returns why nothing can be held against a matcher, "" where something can.
func (k *checker) reason(m *contract.Matcher) string {
	switch m.Kind {
	case contract.UnknownMatcher:
		return fmt.Sprintf("the matcher %q is not known", m.Name)
	case contract.Regex:
		if _, err := k.known.pattern(m.Regex); err != nil {
			return fmt.Sprintf("the pattern %q can't be held against a text: %v", m.Regex, err)
		}
	case contract.Date, contract.Time, contract.DateTime:
		if f, _ := k.known.format(m.Kind, m.Format); f.err != nil {
			return fmt.Sprintf("the format %q can't be held against a text: %v", m.Format, f.err)
		}
	case contract.StatusCode:
		if _, _, known := class(m.Class); !known && m.Class != "" {
			return fmt.Sprintf("the class of statuses %q is not known", m.Class)
		}
	}
	return ""
}
