package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
)

// categories are the groups of buf's rules that bylaw has levels for.
var categories = []string{"FILE", "PACKAGE", "WIRE_JSON", "WIRE"}

// bufModule is the buf.yaml of every version.
const bufModule = "version: v2\nbreaking:\n  use: [FILE, PACKAGE, WIRE_JSON, WIRE]\n"

// bufRule is a rule as buf lists it, annotation what it reports.
type (
	bufRule struct {
		ID         string
		Categories []string
	}
	annotation struct {
		Path      string
		Type      string
		StartLine int `json:"start_line"`
		EndLine   int `json:"end_line"`
	}
)

// compareBuf judges the single edits, then those made from packages.
func (r *runner) compareBuf(t *table) error {
	rules, err := r.bufRules()
	if err != nil {
		return err
	}
	if err := r.compareCases(t, rules); err != nil {
		return err
	}
	return r.comparePackages(t, rules)
}

// bufRules returns the categories of each rule.
func (r *runner) bufRules() (map[string][]string, error) {
	out, code, err := capture(r.scratch, r.peer("buf"), "config", "ls-breaking-rules", "--version", "v2", "--format", "json")
	if err != nil || code != 0 {
		return nil, fmt.Errorf("listing rules: exit %d: %v: %s", code, err, out)
	}
	rules := map[string][]string{}
	for line := range bytes.Lines(out) {
		var rule bufRule
		if err := json.Unmarshal(line, &rule); err != nil {
			return nil, err
		}
		rules[rule.ID] = rule.Categories
	}
	return rules, nil
}

// askBuf returns what buf reports of scratch/new against scratch/old; readable is false if it can't
// compile one of them.
func (r *runner) askBuf() (found []annotation, readable bool, err error) {
	out, code, err := capture(filepath.Join(r.scratch, "new"), r.peer("buf"), "breaking", "--against", "../old", "--error-format", "json")
	if err != nil || code != 0 && code != 100 {
		return nil, false, err
	}
	for line := range bytes.Lines(out) {
		var a annotation
		if err := json.Unmarshal(line, &a); err != nil {
			return nil, false, nil // a message of the compiler
		}
		if a.Type == "COMPILE" {
			return nil, false, nil
		}
		found = append(found, a)
	}
	return found, true, nil
}

// judgeProto lets both judge scratch/new, category by category.
func (r *runner) judgeProto(t *table, rules map[string][]string, edit, example string) error {
	found, readable, err := r.askBuf()
	if err != nil {
		return err
	}
	if !readable {
		t.dropped++
		return nil
	}
	for _, category := range categories {
		findings, err := r.askBylaw(filepath.Join(r.scratch, "new"), "../old", "--level", strings.ToLower(category))
		if err != nil {
			return err
		}
		in := slices.DeleteFunc(slices.Clone(found), func(a annotation) bool { return !slices.Contains(rules[a.Type], category) })
		t.add(judgement{
			edit: edit, scope: category, example: example,
			peer: bufSays(in), bylaw: bylawSays(findings), placed: samePlace(in, findings),
		})
	}
	return nil
}

// place is where buf points. What is gone from a file is reported at its first character.
func (a *annotation) place() place {
	if a.StartLine == 1 && a.EndLine == 1 {
		return place{a.Path, 1, math.MaxInt}
	}
	return place{a.Path, a.StartLine, a.EndLine}
}

func bufSays(found []annotation) said {
	s := said{level: "none"}
	for _, a := range found {
		s = said{"error", append(s.rules, a.Type)}
	}
	return s.tidy()
}

// bylawSays returns what bylaw says on the axes that buf knows. What breaks only behavior is
// named, in brackets, and doesn't count.
func bylawSays(findings []finding) said {
	s := said{level: "none"}
	for _, f := range findings {
		switch {
		case f.Severity == "error" && encoded(f):
			s = said{"error", append(s.rules, f.Rule)}
		default:
			s.rules = append(s.rules, "("+f.Rule+")")
		}
	}
	return s.tidy()
}

// encoded reports whether a finding breaks more than behavior.
func encoded(f finding) bool {
	return slices.ContainsFunc(f.Change.Breaks, func(axis string) bool { return axis != "behavior" })
}

func (s said) tidy() said {
	slices.Sort(s.rules)
	s.rules = slices.Compact(s.rules)
	return s
}

// samePlace reports whether one of bylaw's findings lies where buf points, if it does.
func samePlace(found []annotation, findings []finding) bool {
	return len(found) == 0 || slices.ContainsFunc(found, func(a annotation) bool {
		p := a.place()
		return slices.ContainsFunc(findings, func(f finding) bool {
			return encoded(f) && (a.Path == "" || p.overlaps(f.Location.place()) || p.overlaps(f.Change.Old.place()))
		})
	})
}
