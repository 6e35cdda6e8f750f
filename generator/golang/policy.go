package golang

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// PolicyFile is policy.go: what the contract says of who may call, how often, and of what becomes of answers and operations.
type PolicyFile struct {
	Head
	Access, Caching, Quotas, Deprecated []PolicyEntry
	Ends                                bool // at least one of the deprecated operations has a day of removal
}

// PolicyEntry is what is said of one operation.
type PolicyEntry struct{ Operation, Go string }

// Template returns the name of the template.
func (*PolicyFile) Template() string { return "policy.go.tmpl" }

// policy adds the file. Operations are called as the boundary calls them.
func (a *assembly) policy() {
	file := &PolicyFile{Head: a.head}
	for _, o := range a.lowering.operations {
		name := a.called(o)
		put := func(to *[]PolicyEntry, expression string) {
			if expression != "" {
				*to = append(*to, PolicyEntry{name, expression})
			}
		}
		put(&file.Access, a.access(o.Operation))
		put(&file.Caching, a.caching(o.Operation))
		put(&file.Quotas, a.quota(o.Operation))
		notice, ends := a.notice(o.Operation)
		put(&file.Deprecated, notice)
		file.Ends = file.Ends || ends
	}
	a.unsecured()
	a.add("policy.go", file)
}

// called is what the boundary calls an operation: as its author does, but for one whose name another has before it.
func (l *lowering) called(o *operation) string {
	if l.keys == nil {
		l.keys = map[string]*operation{}
		for _, other := range l.operations {
			if name := label(other.Operation); l.keys[name] == nil {
				l.keys[name] = other
			}
		}
	}
	if name := label(o.Operation); l.keys[name] == o {
		return name
	}
	return o.Method() + " " + o.Path().Raw
}

// said is what the operation says, or else the whole API.
func (l *lowering) said(o *spec.Operation, of func(*spec.Policy) string) string {
	text := ""
	if o.Policy != nil {
		text = of(o.Policy)
	}
	if text == "" && l.api.Policy != nil {
		text = of(l.api.Policy)
	}
	return text
}

// caching is the expression of an operation's cache.Policy; "": its answers aren't kept.
func (l *lowering) caching(o *spec.Operation) string {
	switch class := l.said(o, cacheOf); class {
	case "static":
		return "{Class: cache.Static, MaxAge: time.Hour}"
	case "api":
		return "{Class: cache.API}"
	case "private":
		return "{Class: cache.Private}"
	case "", "none":
	default:
		l.unreadable(o, "x-bylaw-cache", fmt.Sprintf("the class %q of caching is not known, so that nothing is kept", class), "write static, api, private or none", cacheOf)
	}
	return ""
}

// unreadable tells of a policy where it is written: of one that stands at the API once.
func (l *lowering) unreadable(o *spec.Operation, name, message, cure string, of func(*spec.Policy) string) {
	n := &o.Node
	if o.Policy == nil || of(o.Policy) == "" {
		n = &l.api.Node
	}
	f := report.Finding{Rule: rulePrefix + "policy", Severity: report.Warning, Element: n.ID(), Span: n.AttrSpan(name), Message: message, Cure: cure}
	if !slices.ContainsFunc(l.findings, func(other report.Finding) bool {
		return other.Rule == f.Rule && other.Span == f.Span && other.Message == f.Message
	}) {
		l.findings = append(l.findings, f)
	}
}

func cacheOf(p *spec.Policy) string  { return p.Cache }
func quotaOf(p *spec.Policy) string  { return p.Quota }
func sunsetOf(p *spec.Policy) string { return p.Sunset }
func tierOf(p *spec.Policy) string   { return p.Tier }

// quota is the expression of an operation's ratelimit.Quota; "": it has none.
func (l *lowering) quota(o *spec.Operation) string {
	text := l.said(o, quotaOf)
	if text == "" {
		return ""
	}
	requests, window := readQuota(text)
	if window == 0 {
		l.unreadable(o, "x-bylaw-quota", fmt.Sprintf("the quota %q can't be read, so that nothing is limited by it", text), "write requests per time, such as 100/min, 5/s or 1000/1h", quotaOf)
		return ""
	}
	return fmt.Sprintf("{Requests: %d, Window: %s}", requests, durationExpression(window))
}

// readQuota reads a quota as package ratelimit does; a window of 0 says that it can't be read.
func readQuota(text string) (requests int64, window time.Duration) {
	count, unit, _ := strings.Cut(text, "/")
	requests, err := strconv.ParseInt(strings.TrimSpace(count), 10, 64)
	window = readWindow(strings.TrimSpace(unit))
	if err != nil || requests < 1 || requests > 1_000_000_000 || window < time.Second || window > 366*24*time.Hour || window%time.Second != 0 {
		return 0, 0
	}
	return requests, window
}

func readWindow(unit string) time.Duration {
	switch unit {
	case "s", "sec", "second":
		return time.Second
	case "min", "minute":
		return time.Minute
	case "h", "hour":
		return time.Hour
	case "d", "day":
		return 24 * time.Hour
	}
	window, err := time.ParseDuration(unit)
	if err != nil {
		return 0
	}
	return window
}

// durationExpression is a duration of whole seconds in Go.
func durationExpression(d time.Duration) string {
	for _, unit := range [...]struct {
		size time.Duration
		name string
	}{{time.Hour, "time.Hour"}, {time.Minute, "time.Minute"}, {time.Second, "time.Second"}} {
		switch {
		case d == unit.size:
			return unit.name
		case d%unit.size == 0:
			return strconv.FormatInt(int64(d/unit.size), 10) + " * " + unit.name
		}
	}
	return strconv.FormatInt(int64(d), 10)
}

// notice is the expression of an operation's deprecation.Notice; "": it stays.
func (l *lowering) notice(o *spec.Operation) (expression string, ends bool) {
	var sunset, link string
	if o.Policy != nil {
		sunset, link = o.Policy.Sunset, address(o.Policy.Replacement)
	}
	if o.Deprecated != nil {
		sunset, link = cmp.Or(sunset, o.Deprecated.Sunset), cmp.Or(link, address(o.Deprecated.Replacement))
	}
	if o.Deprecated == nil && sunset == "" {
		return "", false
	}
	if day, ok := readDay(sunset); ok {
		return fmt.Sprintf("endsOn(since, time.Date(%d, %d, %d, 0, 0, 0, 0, time.UTC), %q)", day.Year(), day.Month(), day.Day(), link), true
	}
	if sunset != "" {
		l.unreadable(o, "x-bylaw-sunset", fmt.Sprintf("%q is no day, so that callers aren't told when the operation ends", sunset), "write a day, such as 2027-03-01", sunsetOf)
	}
	if link != "" {
		return fmt.Sprintf("{Since: since, Link: %q}", link), false
	}
	return "{Since: since}", false
}

// readDay reads a day, or the day of a moment.
func readDay(text string) (time.Time, bool) {
	for _, layout := range [...]string{time.DateOnly, time.RFC3339} {
		if day, err := time.Parse(layout, text); err == nil {
			return day.UTC(), true
		}
	}
	return time.Time{}, false
}

// address is what a header may link to; "": the text is a name, for people who read the contract.
func address(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	if text = u.String(); strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`<>"`, r) }) {
		return ""
	}
	return text
}
