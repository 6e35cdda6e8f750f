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

	// Custom makes a rule of what a configuration declares. nil: no configuration declares one.
	Custom func(*config.CustomRule) (*Rule, error)
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
func (s *Set) bind(chosen *config.Profile, custom customRules) (*profile, error) {
	made := &profile{on: map[*Rule]report.Severity{}, words: cmp.Or(chosen.Words, words.English())}
	var problems []error
	for _, setting := range chosen.Settings {
		if setting.Severity == report.Off {
			continue
		}
		rule, err := s.find(setting, custom)
		if err != nil {
			problems = append(problems, err)
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

// customRules are the rules that configurations declare, so that all profiles of a configuration
// share them.
type customRules map[*config.CustomRule]*Rule

// find returns the rule that the setting is about.
func (s *Set) find(setting config.Setting, custom customRules) (*Rule, error) {
	if setting.Custom == nil || s.Custom == nil {
		if rule := s.byID[setting.Rule]; rule != nil {
			return rule, nil
		}
		return nil, fmt.Errorf("there is no rule %q", setting.Rule)
	}
	if custom[setting.Custom] == nil {
		rule, err := s.Custom(setting.Custom)
		if err != nil {
			return nil, fmt.Errorf("rule %s: %w", setting.Rule, err)
		}
		custom[setting.Custom] = rule
	}
	return custom[setting.Custom], nil
}
