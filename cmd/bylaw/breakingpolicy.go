package main

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
	"github.com/bylaw-dev/bylaw/waiver"
)

// policyDemand is what a command line asks for over every configuration; "": nothing.
type policyDemand struct{ level, require string }

// policies returns the policy of each path: that of the nearest configuration, with what is demanded
// over it. It is for one goroutine.
func policies(resolver *config.Resolver, demand policyDemand, today string) breaking.Policies {
	made := map[*config.Config]*breaking.Policy{}
	return func(path string) *breaking.Policy {
		nearest := resolver.For(path)
		if made[nearest] == nil {
			made[nearest] = policyOf(nearest.Breaking, demand, today)
		}
		return made[nearest]
	}
}

// policyOf returns what a configuration says of changes as a policy. It takes words that there are:
// whoever read them has looked at them.
func policyOf(b config.Breaking, demand policyDemand, today string) *breaking.Policy {
	if demand.level != "" {
		b.Level.Value = demand.level
	}
	if demand.require != "" {
		b.Require.Value = demand.require
	}
	policy := &breaking.Policy{
		Risky: b.Risky.Severity, Unstable: b.Unstable.Severity, Changes: map[string]report.Severity{}, Today: today,
	}
	policy.Level, _ = breaking.ParseLevel(b.Level.Value)
	policy.Require, _ = breaking.ParseRequirement(b.Require.Value)
	policy.Removal, _ = breaking.ParseRemoval(b.Removal.Value)
	for i, grade := range b.Severities {
		policy.Severities[i] = grade.Severity
	}
	for _, change := range b.Changes {
		policy.Changes[change.ID] = change.Grade.Severity
	}
	return policy
}

// waiving is what findings about changes are held against.
type waiving struct {
	resolver *config.Resolver
	now      *workspace.Loaded // the new version, whose suppressions count
	only     []string          // the kinds of change that are told, by their IDs; none: all
	whole    bool              // the whole workspace was compared
}

// waive takes out the findings about changes that a suppression or a waiver covers, and adds what is
// wrong with those that are about changes. The others are for lint to judge.
func (s *session) waive(findings []report.Finding, w waiving) waiver.Result {
	suppressions, malformed := waiver.Collect(w.now.APIs, entries(w.resolver), rulebook(s.set, w.resolver))
	ids := changeIDs()
	result := waiver.Apply(findings, suppressions, waiver.Options{
		Today:   s.today,
		About:   func(id string) bool { return slices.Contains(ids, id) },
		Changes: true,
		Ran:     w.ran,
		Strict:  func(path string) bool { return w.resolver.Profile(path).Strict() },
		Whole:   w.whole && len(w.only) == 0,
	})
	for _, f := range malformed {
		if mentions(&f, ids) {
			result.Findings = append(result.Findings, f)
		}
	}
	result.Findings = slices.DeleteFunc(result.Findings, func(f report.Finding) bool {
		return f.Change == nil && f.Severity < report.Error && !w.now.Focus(f.Span.Path()) && !isConfig(f.Span.Path())
	})
	return result
}

// ran reports whether changes of that kind would have been told.
func (w *waiving) ran(id, path string) bool {
	if len(w.only) > 0 && !slices.Contains(w.only, id) {
		return false
	}
	return !slices.ContainsFunc(w.resolver.For(path).Breaking.Changes, func(c config.ChangeGrade) bool {
		return c.ID == id && c.Grade.Severity == report.Off
	})
}

// mentions reports whether a malformed suppression is meant for a kind of change, so that lint's
// mistakes are told by lint alone.
func mentions(f *report.Finding, ids []string) bool {
	line := f.Span.File.Line(f.Span.Position().Line).Text()
	text := strings.Join([]string{line, f.Span.Text(), f.Cure}, " ")
	return slices.ContainsFunc(strings.FieldsFunc(text, notInID), func(word string) bool { return slices.Contains(ids, word) })
}

func notInID(r rune) bool { return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9') }
