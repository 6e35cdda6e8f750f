package breaking

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Required returns the least version that the release may have, as it would be written: "2.0.0",
// "shop.orders.v2". It is "" where nothing is required, as of the successors of a prerelease, and
// where it can't be told: why says then what keeps it from being told.
func (r *Release) Required() (version, why string) {
	switch {
	case r.Bump == NoBump || !r.API.Both():
		return "", ""
	case r.API.Old.Format == spec.Proto:
		return r.requiredPackage()
	}
	before, ok := parseSemver(r.API.Old.Version)
	now, okNow := parseSemver(r.API.New.Version)
	switch {
	case !ok:
		return "", notSemantic(r.API.Old.Version)
	case !okNow:
		return "", notSemantic(r.API.New.Version)
	}
	if before.prerelease {
		return "", ""
	}
	before.written = max(before.written, now.written)
	return before.raised(r.Bump).String(), ""
}

func notSemantic(version string) string {
	if version == "" {
		return "there is no version"
	}
	return strconv.Quote(version) + " is no semantic version"
}

// packageVersion is the last part of a package that names its major version.
var packageVersion = regexp.MustCompile(`^v(\d{1,9})`)

// requiredPackage returns the package that what breaks has to stand in. A package has no minor versions.
func (r *Release) requiredPackage() (name, why string) {
	name = r.API.Old.Name
	if r.Bump < Major {
		return "", ""
	}
	dot := strings.LastIndexByte(name, '.') + 1
	digits := packageVersion.FindStringSubmatch(name[dot:])
	if digits == nil {
		return "", "the package names no version"
	}
	major, _ := strconv.Atoi(digits[1]) // nine digits are a number
	return name[:dot] + "v" + strconv.Itoa(major+1), ""
}

// TooSmall returns the finding about a version that is smaller than what the changes require. One
// that is larger is the author's decision.
func (r *Release) TooSmall() (report.Finding, bool) {
	required, _ := r.Required()
	if required == "" || r.API.New.Format == spec.OpenAPI && r.suffices(required) {
		return report.Finding{}, false
	}
	f := report.Finding{Rule: report.VersionTooLow, Severity: report.Error, Element: r.API.New.ID(), Span: r.versionSpan()}
	if r.API.New.Format == spec.Proto {
		f.Message = fmt.Sprintf("package %s promises not to break, and changes break its consumers", r.API.New.Name)
		f.Cure = fmt.Sprintf("keep what is there, and make what breaks in a new package %s", required)
		return f, true
	}
	f.Message = fmt.Sprintf("%s, so the version has to rise from %s to %s, and it is %s",
		r.reason(), r.API.Old.Version, required, r.API.New.Version)
	f.Cure = fmt.Sprintf("write version: %s, or more", required)
	return f, true
}

// suffices reports whether the version of a document is at least the required one.
func (r *Release) suffices(required string) bool {
	now, _ := parseSemver(r.API.New.Version)
	least, _ := parseSemver(required)
	return !now.less(least)
}

func (r *Release) reason() string {
	switch {
	case r.Bump == Major:
		return "changes break consumers"
	case r.first != nil && r.first.Backward.On(Wire|JSON|Source|Behavior) == Breaking:
		return "changes break consumers of what promises nothing yet"
	case r.Bump == Minor:
		return "there is something new for consumers"
	}
	return "something changed"
}

// versionSpan returns the place of info.version, or that of the package in the file of the first
// change that breaks it.
func (r *Release) versionSpan() source.Span {
	api := r.API.New
	if info, ok := api.Attr("info"); ok {
		if version := info.Value.Get("version"); version != nil {
			return version.Span
		}
	}
	for _, d := range api.Documents {
		if r.first != nil && d.File.Path == r.first.Place().Path() {
			return d.NameSpan
		}
	}
	if len(api.Documents) > 0 && api.Format == spec.Proto {
		return api.Documents[0].NameSpan
	}
	return api.NameSpan
}
