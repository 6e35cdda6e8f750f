package versioning

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var deprecatedWithoutReplacement = lint.New(lint.Meta{
	ID:       "deprecated-without-replacement",
	Title:    "something is deprecated, and nothing says what to use instead",
	Group:    "versioning",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{192},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Service:   func(p *lint.Pass, s *spec.Service) { checkDeprecated(p, &s.Node, "service "+s.Name, "") },
	Operation: func(p *lint.Pass, o *spec.Operation) { checkDeprecated(p, &o.Node, standard.Label(o), o.Summary) },
	Parameter: func(p *lint.Pass, f *spec.Parameter) { checkDeprecated(p, &f.Node, f.Name, f.Type.Doc) },
	Type: func(p *lint.Pass, t *spec.Type) {
		// The schema of a property is the property, in all that is said of it, and what an rpc takes and
		// returns goes with the rpc.
		if t.Name != "" && !strings.HasSuffix(t.Name, "Request") && !strings.HasSuffix(t.Name, "Response") {
			checkDeprecated(p, &t.Node, "type "+t.Name, "")
		}
	},
	Field:     func(p *lint.Pass, f *spec.Field) { checkDeprecated(p, &f.Node, f.Name, f.Type.Doc) },
	EnumValue: func(p *lint.Pass, v *spec.EnumValue) { checkDeprecated(p, &v.Node, v.Name, "") },
})

func checkDeprecated(p *lint.Pass, n *spec.Node, name, moreDoc string) {
	d := n.Deprecated
	if d == nil || d.Replacement != "" || d.Sunset != "" || n.Policy != nil && cmp.Or(n.Policy.Replacement, n.Policy.Sunset) != "" {
		return
	}
	if saysInstead(d.Reason) || saysInstead(n.Doc) || saysInstead(moreDoc) || within(n.Parent) {
		return
	}
	p.Report(n, cmp.Or(d.Span, n.NameSpan),
		fmt.Sprintf("%s is deprecated without a word on what to use instead or until when it works, so its users can only wait for it to break", name),
		lint.Cure(insteadCure(p.API.Format)))
}

func insteadCure(format spec.Format) string {
	if format == spec.Proto {
		return `say it in the comment ("Deprecated: use … instead, it goes away on …"), or in (bylaw.…).replacement and sunset`
	}
	return `say it in the description ("Deprecated: use … instead, it goes away on …"), or in x-bylaw-replacement and x-sunset`
}

// instead finds what a documentation says to those who use a deprecated thing: what to use, until
// when it works, or that there is nothing to be done.
var instead = regexp.MustCompile(`(?i)\b(?:` +
	// what to use
	`instead|call(?:ing)? |duplicates? of|replac(?:e[sd]?|ements?|ing)|prefer(?:red)?|superseded?s?|successor|alternatives?|migrat(?:e|ing|ion)|switch(?:ing)? to|moved?|` +
	`renamed?|in favou?r of|alias|refer to|please (?:use|see)|(?:must|should|can) use|can (?:now )?be (?:configured|set|done|specified)|` +
	`us(?:e|ing) (?:the |of )?[\x60\["'“]|use (?:the|of|[a-z]+[_.(]|[A-Z]|\w+ (?:for|to)\b)|see |` +
	// until when
	`sunset|(?:will|to) be (?:removed|deleted|turned (?:off|down)|shut|discontinued|unsupported)|remov(?:ed|al) (?:on|in|by|after|at|from)|` +
	`closing down|end[- ]of[- ]life|retired?s?|shut ?down|until|as of|has been (?:merged|removed)|` +
	// nothing to be done
	`no longer|not currently|no effect|ignored|not[ _](?:used|supported|needed|necessary|in use|implemented|available|populated|returned|set)|unused|` +
	`never (?:used|set|returned?|populated?)|do(?:es)? nothing|always (?:empty|returns?|set|true|false|zero)|isn't (?:used|supported|needed)|` +
	`unsupported|unimplemented|obsolete)`)

func saysInstead(doc string) bool {
	return doc != "" && instead.MatchString(strings.Join(strings.Fields(phrase.Head(doc, 8192)), " "))
}

// within reports whether a deprecated thing is around it, which has to say it for all that is inside.
func within(n *spec.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.Deprecated != nil {
			return true
		}
	}
	return false
}
