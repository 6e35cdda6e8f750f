package docs

import (
	"fmt"
	"regexp"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var undocumentedFailure = lint.New(lint.Meta{
	ID:       "undocumented-failure",
	Title:    "an rpc says what it does and not how it fails",
	Group:    "docs",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{192, 193},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		// How the standard methods fail needs no words; what has none at all is missing-doc's.
		if o.Doc == "" || o.Deprecated != nil || standard.Classify(p.Words, o) != standard.Custom || saysFailure.MatchString(o.Doc) {
			return
		}
		p.Report(&o.Node, o.NameSpan,
			fmt.Sprintf("the documentation of %s doesn't say how it fails: proto declares no errors, so consumers handle those that they happened to see", o.Name),
			lint.Cure("say in which case it answers with which code: NOT_FOUND if …, FAILED_PRECONDITION if …, ALREADY_EXISTS if …"))
	},
})

// saysFailure finds what documentation says of failures.
var saysFailure = regexp.MustCompile(`(?i)\b(?:fail\w*|errors?|return(?:s|ed)? (?:a )?[\x60\[]?(?:google\.rpc|[A-Z]+_[A-Z]+)|reject\w*|refuse\w*|den(?:y|ies|ied)|NOT_FOUND|INVALID_ARGUMENT|PERMISSION_DENIED|ALREADY_EXISTS|FAILED_PRECONDITION|ABORTED|UNIMPLEMENTED|RESOURCE_EXHAUSTED|must (?:not )?(?:be|have|exist)|not allowed|cannot|can't|only if|unless)\b`)
