package breaking

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Level says what a contract promises to keep: the categories of `buf breaking`. Behavior is
// promised at every level.
type Level uint8

// The levels, in rising order of what they promise. The zero Level is that of the format: File for
// proto, WireJSON for OpenAPI, whose names few consumers generate code from.
const (
	DefaultLevel  Level = iota
	WireLevel           // the binary encoding
	WireJSONLevel       // and JSON
	PackageLevel        // and generated code, wherever in the package its source stands
	FileLevel           // and which file declares what
)

// Levels returns the names of the levels, the most demanding first.
func Levels() []string { return []string{"file", "package", "wire_json", "wire"} }

// ParseLevel reads a name of Levels. Case and hyphens don't matter: WIRE-JSON.
func ParseLevel(name string) (Level, bool) {
	for i, known := range Levels() {
		if strings.ReplaceAll(strings.ToLower(name), "-", "_") == known {
			return FileLevel - Level(i), true
		}
	}
	return DefaultLevel, false
}

// Requirements returns the names of the compatibilities that can be required.
func Requirements() []string { return []string{"backward", "forward", "full"} }

// ParseRequirement reads a name of Requirements.
func ParseRequirement(name string) (Compatibility, bool) {
	for _, c := range []Compatibility{Backward, Forward, Full} {
		if c.String() == name {
			return c, true
		}
	}
	return Backward, false
}

// axes returns what a level looks at.
func (l Level) axes(format spec.Format) Axis {
	if l == DefaultLevel {
		l = FileLevel
		if format == spec.OpenAPI {
			l = WireJSONLevel
		}
	}
	axes := Wire | Behavior
	if l >= WireJSONLevel || format == spec.OpenAPI { // JSON over HTTP is all the wire that OpenAPI has
		axes |= JSON
	}
	if l >= PackageLevel {
		axes |= Source
	}
	return axes
}

// Policy says how bad which changes are. The zero Policy with Severities is the default one.
type Policy struct {
	Level      Level
	Require    Compatibility      // Full: both directions; Forward: the other one; anything else: Backward
	Severities [4]report.Severity // of what breaks, by axis in the order of Axes
	Risky      report.Severity    // of what breaks only consumers that relied on more than was promised
	Unstable   report.Severity    // the most that a change of an alpha, beta or 0.x version can be

	// Changes says of kinds of change, by their IDs, how bad they are wherever they break anything
	// that the policy looks at; Off: they break nothing. Unstable and Removal relax them all the same.
	Changes map[string]report.Severity

	// Removal says when something may go: "never", "deprecated" (the old version said so) or
	// "sunset" (and the day that it named has passed).
	Removal Removal
	Today   string // 2026-01-31
}

// Removal says what has to come before the removal of an element, so that it is no break.
type Removal uint8

// The rules of removal.
const (
	AfterSunset      Removal = iota // the old version deprecated it and named a day, which has passed
	AfterDeprecation                // the old version deprecated it
	NoRemoval                       // nothing allows it
)

// Removals returns the names of the rules of removal, in the order of the constants.
func Removals() []string { return []string{"sunset", "deprecated", "never"} }

// ParseRemoval reads a name of Removals.
func ParseRemoval(name string) (Removal, bool) {
	at := slices.Index(Removals(), name)
	return Removal(max(at, 0)), at >= 0
}

// DefaultPolicy is what holds where nothing is configured.
func DefaultPolicy() Policy {
	return Policy{
		Require:    Backward,
		Severities: [4]report.Severity{report.Error, report.Error, report.Error, report.Error},
		Risky:      report.Warning, Unstable: report.Error,
	}
}

// Severity returns how bad the change is: Off for one that breaks nothing that the policy looks at.
func (p *Policy) Severity(c *Change) report.Severity {
	if !p.looksAt(c) {
		return report.Off
	}
	severity := p.derived(c)
	if said, ok := p.Changes[c.ID()]; ok && severity > report.Off {
		severity = said
	}
	if c.Unstable {
		severity = min(severity, p.Unstable)
	}
	if severity > report.Info && p.mayGo(c) {
		severity = report.Info
	}
	return severity
}

// derived returns how bad the change is by who breaks.
func (p *Policy) derived(c *Change) report.Severity {
	axes, verdicts := p.Level.axes(c.Format), p.verdicts(c)
	severity := report.Off
	for i, axis := range Axes() {
		switch {
		case axes&axis == 0:
		case verdicts[i] == Breaking:
			severity = max(severity, p.Severities[i])
		case verdicts[i] == Risky:
			severity = max(severity, min(p.Risky, p.Severities[i]))
		}
	}
	return severity
}

// looksAt reports whether the policy takes changes of this kind for changes at all.
func (p *Policy) looksAt(c *Change) bool {
	if c.Check == fileCheck && p.Level != FileLevel && (p.Level != DefaultLevel || c.Format == spec.OpenAPI) {
		return false
	}
	said, ok := p.Changes[c.ID()]
	return !ok || said > report.Off
}

// fileCheck is the check about which file declares what, which only FileLevel promises to keep.
const fileCheck = "file"

// Breaks returns the axes that the change breaks and that the policy looks at.
func (p *Policy) Breaks(c *Change) Axis {
	return p.verdicts(c).At(Risky) & p.Level.axes(c.Format)
}

func (p *Policy) verdicts(c *Change) Verdicts {
	switch p.Require {
	case Forward:
		return c.Forward
	case Full:
		both := c.Backward
		for i := range both {
			both[i] = max(both[i], c.Forward[i])
		}
		return both
	}
	return c.Backward
}

// mayGo reports whether the removal was announced as the policy demands.
func (p *Policy) mayGo(c *Change) bool {
	if c.Kind != Removed || c.Deprecated == nil || p.Removal == NoRemoval {
		return false
	}
	return p.Removal == AfterDeprecation || passed(c.Deprecated.Sunset, p.Today)
}

// passed reports whether a day lies before today. What is no date names no day that could pass.
func passed(day, today string) bool {
	_, err := time.Parse(time.DateOnly, day)
	return err == nil && day < today
}

var unstableVersion = regexp.MustCompile(`(?i)^v?0(\.|$)|alpha|beta|preview|-(rc|dev|pre|snapshot)|v\d+p\d+`)

// unstable reports whether a version promises nothing yet: below 1.0, alpha, beta.
func unstable(api *spec.API) bool {
	version := api.Version
	if api.Format == spec.Proto {
		version = api.Name[strings.LastIndexByte(api.Name, '.')+1:]
		if !versionPart.MatchString(version) {
			return false
		}
	}
	return unstableVersion.MatchString(version)
}

var versionPart = regexp.MustCompile(`^v\d`)
