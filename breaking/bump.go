package breaking

import (
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Bump is the part of a semantic version that changes have to raise (https://semver.org).
type Bump uint8

// The bumps, in rising order.
const (
	NoBump Bump = iota // nothing changed
	Patch              // nothing that a consumer could use or has to mind
	Minor              // something new, deprecated, or gone as it was announced
	Major              // consumers of the old version break
)

// String returns "none", "patch", "minor" or "major".
func (b Bump) String() string { return [...]string{"none", "patch", "minor", "major"}[b] }

// Verdict says what the change does to consumers of the old version, as far as the policy looks and
// whatever else it requires. What is gone as it was announced breaks only those who did not listen.
func (p *Policy) Verdict(c *Change) Verdict {
	backward := *p
	if backward.Require = Backward; backward.Severity(c) == report.Off {
		return Safe
	}
	verdict := c.Backward.On(p.Level.axes(c.Format))
	if p.mayGo(c) {
		verdict = min(verdict, Risky)
	}
	return verdict
}

// Bump returns what the change requires of a version that promises something: one from 1.0 on.
func (p *Policy) Bump(c *Change) Bump {
	switch verdict := p.Verdict(c); {
	case verdict == Breaking:
		return Major
	case verdict == Risky, c.deprecates(), p.looksAt(c) && c.Forward.On(p.Level.axes(c.Format)) > Safe:
		return Minor
	}
	return Patch
}

// deprecates reports whether the change announces a removal, which is news to who relies on it.
func (c *Change) deprecates() bool { return c.Check == deprecationCheck && c.Kind == Added }

// deprecationCheck is the check about what is announced to go. No program depends on that, but its
// authors do.
const deprecationCheck = "deprecation"

// IsMetadata reports whether nobody depends on what changed: documentation, examples.
func (c *Change) IsMetadata() bool {
	if c.Check == deprecationCheck {
		return false
	}
	for _, touch := range c.Touches {
		if touch.Fact != Metadata {
			return false
		}
	}
	return true
}

// Release is what the changes of one API require of its version.
type Release struct {
	API  Pair[spec.API]
	Bump Bump // Major at most Minor where the old version promises nothing yet

	first *Change // of those that require the most
}

// Releases returns what the changes require, in the order in which they name the APIs.
func (choose Policies) Releases(changes []Change) []Release {
	var releases []Release
	at := map[Pair[spec.API]]int{}
	for i := range changes {
		for _, api := range changes[i].APIs {
			if _, known := at[api]; !known {
				at[api] = len(releases)
				releases = append(releases, Release{API: api})
			}
			releases[at[api]].add(&changes[i], choose.of(&changes[i]).Bump(&changes[i]))
		}
	}
	return releases
}

func (r *Release) add(c *Change, bump Bump) {
	if r.API.Old != nil && unstable(r.API.Old) {
		bump = min(bump, Minor)
	}
	if bump > r.Bump {
		r.Bump, r.first = bump, c
	}
}
