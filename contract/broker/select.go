package broker

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// selectorWords are the words that ParseSelector knows.
var selectorWords = []string{
	"main-branch", "branch=NAME", "matching-branch", "deployed-or-released", "deployed", "released", "latest", "tag=NAME",
	"environment=NAME", "consumer=NAME", "fallback-branch=NAME", "fallback-tag=NAME", "fallback-to-main-branch",
}

// SelectorWords returns the words that selectors are made of.
func SelectorWords() []string { return slices.Clone(selectorWords) }

// ParseSelector reads words that all hold for a version of a consumer: "main-branch", or
// "deployed,environment=production".
func ParseSelector(text string) (Selector, error) {
	var s Selector
	for word := range strings.SplitSeq(text, ",") {
		name, value, valued := strings.Cut(strings.TrimSpace(word), "=")
		if err := s.set(name, value, valued); err != nil {
			return s, err
		}
	}
	plain := s
	plain.Consumer, plain.Environment, plain.FallbackBranch, plain.FallbackTag, plain.FallbackToMainBranch = "", "", "", "", false
	if plain == (Selector{}) && s.Environment == "" {
		return s, fmt.Errorf("the selector %q says nothing of versions: add one of main-branch, branch=NAME, deployed-or-released, latest", text)
	}
	return s, nil
}

// set adds one word.
func (s *Selector) set(name, value string, valued bool) error {
	flags := map[string]*bool{
		"main-branch": &s.MainBranch, "matching-branch": &s.MatchingBranch, "deployed-or-released": &s.DeployedOrReleased, "deployed": &s.Deployed,
		"released": &s.Released, "latest": &s.Latest, "fallback-to-main-branch": &s.FallbackToMainBranch,
	}
	names := map[string]*string{
		"branch": &s.Branch, "tag": &s.Tag, "environment": &s.Environment, "consumer": &s.Consumer, "fallback-branch": &s.FallbackBranch, "fallback-tag": &s.FallbackTag,
	}
	switch {
	case flags[name] != nil && !valued:
		*flags[name] = true
	case names[name] != nil && value != "":
		*names[name] = value
	case names[name] != nil:
		return fmt.Errorf("the selector %s wants a name, as in %s=main", name, name)
	case flags[name] != nil:
		return fmt.Errorf("the selector %s takes no value", name)
	default:
		return errors.New("a selector is made of " + strings.Join(selectorWords, ", "))
	}
	return nil
}
