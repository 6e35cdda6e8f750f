package lint

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/report"
)

// Set is the rules that a run can choose from.
type Set struct {
	rules []*Rule
	byID  map[string]*Rule
}

// NewSet returns a set of the rules, whose IDs must differ.
func NewSet(rules []*Rule) *Set {
	set := &Set{rules: rules, byID: make(map[string]*Rule, len(rules))}
	for _, rule := range rules {
		set.byID[rule.ID] = rule
	}
	return set
}

// Rules returns the rules in the order in which the set was made of them.
func (s *Set) Rules() []*Rule { return s.rules }

// Rule returns the rule with that ID, or nil.
func (s *Set) Rule(id string) *Rule { return s.byID[id] }

// bound is a rule that holds somewhere, with its options.
type bound struct {
	rule     *Rule
	severity report.Severity
	hooks    Hooks
}

// profile is a config.Profile with its rules bound.
type profile struct {
	rules []bound // in the order of the settings
	on    map[*Rule]report.Severity
	words *words.Lexicon
}

// bind finds the rules that the profile names and gives them their options. The error joins one
// for each setting that is wrong.
func (s *Set) bind(chosen *config.Profile) (*profile, error) {
	made := &profile{on: map[*Rule]report.Severity{}, words: cmp.Or(chosen.Words, words.English())}
	var problems []error
	for _, setting := range chosen.Settings {
		if setting.Severity == report.Off {
			continue
		}
		rule := s.byID[setting.Rule]
		if rule == nil {
			problems = append(problems, fmt.Errorf("there is no rule %q", setting.Rule))
			continue
		}
		hooks, err := rule.Bind(setting.Options)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		made.rules = append(made.rules, bound{rule, setting.Severity, hooks})
		made.on[rule] = setting.Severity
	}
	return made, errors.Join(problems...)
}
