package breaking

import (
	"testing"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// judged is a change with the verdicts that its touches have by the law.
func judged(c Change, touches ...Touch) *Change {
	c.Touches, c.Format = touches, spec.OpenAPI
	c.Backward, c.Forward = judge(c.Direction, touches), judge(c.Direction, Inverse(touches))
	return &c
}

func TestBump(t *testing.T) {
	sunset := &spec.Deprecation{Sunset: "2026-01-31"}
	gone := On(JSON, Member, Withdraws)
	for _, test := range []struct {
		name    string
		change  *Change
		policy  func(*Policy)
		verdict Verdict
		want    Bump
	}{
		{"an operation is gone", judged(Change{Kind: Removed}, gone), nil, Breaking, Major},
		{"gone as announced", judged(Change{Kind: Removed, Deprecated: sunset}, gone), nil, Risky, Minor},
		{"gone before its day", judged(Change{Kind: Removed, Deprecated: &spec.Deprecation{Sunset: "2026-03-01"}}, gone), nil, Breaking, Major},
		{"an operation is new", judged(Change{Kind: Added}, On(JSON, Member, Offers)), nil, Safe, Minor},
		{"a bound is tightened for requests", judged(Change{Direction: spec.InRequest}, On(JSON, Bound, Narrows)), nil, Breaking, Major},
		{"a bound is loosened for requests", judged(Change{Direction: spec.InRequest}, On(JSON, Bound, Widens)), nil, Safe, Minor},
		{"answers may say more", judged(Change{Direction: spec.InResponse}, On(JSON, Alternative, Widens)), nil, Risky, Minor},
		{"a promise is taken back", judged(Change{}, On(Behavior, Promise, Withdraws)), nil, Risky, Minor},
		{"something is deprecated", judged(Change{Check: "deprecation", Kind: Added}, On(Behavior, Metadata, Incomparable)), nil, Safe, Minor},
		{"a deprecation is taken back", judged(Change{Check: "deprecation", Kind: Removed}, On(Behavior, Metadata, Incomparable)), nil, Safe, Patch},
		{"documentation", judged(Change{}, On(Source, Metadata, Incomparable)), nil, Safe, Patch},
		{"what no level looks at", judged(Change{}, On(Source, Name, Incomparable)), nil, Safe, Patch},
		{"what the level looks at", judged(Change{}, On(Source, Name, Incomparable)), func(p *Policy) { p.Level = PackageLevel }, Breaking, Major},
		{"an axis that is off", judged(Change{Kind: Removed}, gone), func(p *Policy) { p.Severities[1] = report.Off }, Safe, Patch},
		{"an axis that only warns still breaks", judged(Change{Kind: Removed}, gone), func(p *Policy) { p.Severities[1] = report.Warning }, Breaking, Major},
		{"new is no break where both directions are required", judged(Change{Kind: Added}, On(JSON, Member, Offers)),
			func(p *Policy) { p.Require = Full }, Safe, Minor},
		{"gone is a break where the other direction is required", judged(Change{Kind: Removed}, gone), func(p *Policy) { p.Require = Forward }, Breaking, Major},
	} {
		policy := DefaultPolicy()
		policy.Today = "2026-02-01"
		if test.policy != nil {
			test.policy(&policy)
		}
		if verdict, bump := policy.Verdict(test.change), policy.Bump(test.change); verdict != test.verdict || bump != test.want {
			t.Errorf("%s: %s, %s; want %s, %s", test.name, verdict, bump, test.verdict, test.want)
		}
	}
}

func TestMetadata(t *testing.T) {
	documentation, shape := On(Source, Metadata, Incomparable), On(JSON, Shape, Incomparable)
	for _, test := range []struct {
		check   string
		touches []Touch
		want    bool
	}{
		{"documentation", nil, true}, {"documentation", []Touch{documentation}, true}, {"type", []Touch{documentation, shape}, false},
		{"deprecation", []Touch{documentation}, false},
	} {
		if got := judged(Change{Check: test.check}, test.touches...).IsMetadata(); got != test.want {
			t.Errorf("%s: %v: got %v", test.check, test.touches, got)
		}
	}
}

// contract is an API before and after with nothing in it but its version.
func contract(format spec.Format, before, after string) Pair[spec.API] {
	version := func(v string) *spec.API {
		if format == spec.Proto {
			return &spec.API{Node: spec.Node{Name: v}, Format: format}
		}
		return &spec.API{Version: v, Format: format}
	}
	return Pair[spec.API]{Old: version(before), New: version(after)}
}

func TestVersionAsTheChangesDemand(t *testing.T) {
	for _, test := range []struct {
		before, after string
		bump          Bump
		required      string // "?": it can't be told
		tooSmall      bool
	}{
		{"1.4.2", "2.0.0", Major, "2.0.0", false},
		{"1.4.2", "1.5.0", Major, "2.0.0", true},
		{"1.4.2", "7.0.0", Patch, "1.4.3", false},
		{"1.4.2", "1.5.0", Minor, "1.5.0", false},
		{"1.4.2", "1.4.3", Minor, "1.5.0", true},
		{"1.4.2", "1.4.2", Patch, "1.4.3", true},
		{"1.4.2", "1.4.2", NoBump, "", false},
		{"1.4.2", "1.4.1", NoBump, "", false},
		{"1.9.0", "1.10.0", Minor, "1.10.0", false},
		{"1.4.2", "2.0.0-rc.1", Major, "2.0.0", false},
		{"1.4.2+build.7", "1.4.3", Patch, "1.4.3", false},
		{"2.0.0-rc.1", "2.0.0-rc.1", Major, "", false},
		{"0.4.2", "0.5.0", Major, "0.5.0", false},
		{"0.4.2", "0.4.3", Major, "0.5.0", true},
		{"0.4.2", "1.0.0", Major, "0.5.0", false},
		{"0.4.2", "0.4.3", Minor, "0.5.0", true},
		{"v1", "v2", Major, "v2", false},
		{"v1", "v1", Major, "v2", true},
		{"v1", "v1", Minor, "v1", false},
		{"1.1", "1.2", Minor, "1.2", false},
		{"1.1", "1.1", Patch, "1.1", false},
		{"1.1", "1.1.0", Patch, "1.1.1", true},
		{"2026-01-31", "2026-02-28", Major, "?", false},
		{"20260131", "20260228", Major, "?", false},
		{"latest", "1.0.0", Major, "?", false},
		{"1.0.0", "", Major, "?", false},
		{"1.0.0.1", "1.0.0.2", Major, "?", false},
		{"1.0.99999999999999999999", "2", Major, "?", false},
	} {
		hold(t, contract(spec.OpenAPI, test.before, test.after), test.bump, test.required, test.tooSmall)
	}
}

func TestPackageAsTheChangesDemand(t *testing.T) {
	for _, test := range []struct {
		name     string
		bump     Bump
		required string
		tooSmall bool
	}{
		{"shop.orders.v1", Major, "shop.orders.v2", true},
		{"shop.orders.v1", Minor, "", false},
		{"shop.orders.v12", Major, "shop.orders.v13", true},
		{"shop.orders.v1beta1", Major, "", false},
		{"shop.orders.v2alpha", Major, "", false},
		{"shop.orders", Major, "?", false},
		{"v1", Major, "v2", true},
		{"", Major, "?", false},
	} {
		hold(t, contract(spec.Proto, test.name, test.name), test.bump, test.required, test.tooSmall)
	}
}

func hold(t *testing.T, api Pair[spec.API], bump Bump, required string, tooSmall bool) {
	t.Helper()
	r := Release{API: api}
	r.add(&Change{}, bump)
	name := api.Old.Name + api.Old.Version + " → " + api.New.Name + api.New.Version + ", " + bump.String()
	got, why := r.Required()
	if why != "" {
		got += "?"
	}
	if got != required {
		t.Errorf("%s: %q (%s) is required, want %q", name, got, why, required)
	}
	f, small := r.TooSmall()
	if small != tooSmall {
		t.Errorf("%s: too small: %v, want %v", name, small, tooSmall)
	}
	if small && (f.Rule != report.VersionTooLow || f.Severity != report.Error || f.Message == "" || f.Cure == "") {
		t.Errorf("%s: got %+v", name, f)
	}
}

// What comes or goes as a whole has no version to rise from.
func TestReleaseOfOneSide(t *testing.T) {
	api := contract(spec.OpenAPI, "1.0.0", "1.0.0")
	for _, pair := range []Pair[spec.API]{{New: api.New}, {Old: api.Old}} {
		r := Release{API: pair, Bump: Major}
		if required, why := r.Required(); required != "" || why != "" {
			t.Errorf("%q is required, or not known because %q", required, why)
		}
		if f, small := r.TooSmall(); small {
			t.Error(f.Message)
		}
	}
}
