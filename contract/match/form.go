package match

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
)

// form compares the fields of application/x-www-form-urlencoded.
func (c *comparison) form(expected, actual content) {
	want, err := parseForm(expected.Content)
	if err != nil {
		c.unreadable(root(), expected, actual, unchecked("the expected body is no form: "+err.Error()))
		return
	}
	got, err := parseForm(actual.Content)
	if err != nil {
		c.unreadable(root(), expected, actual, fmt.Errorf("the body is no form: %w", err))
		return
	}
	for i := range want {
		want[i].Span = expected.Span
	}
	c.texts, c.noun = true, "form field"
	c.members(root(), listed(want), listed(got))
}

// maxFields bounds the pairs of a form.
const maxFields = 1 << 20

func parseForm(text []byte) ([]contract.Values, error) {
	var all []contract.Values
	at := map[string]int{}
	n := 0
	for pair := range strings.SplitSeq(string(text), "&") {
		if n++; n > maxFields {
			return nil, errors.New("it has more than a million fields")
		}
		if pair == "" {
			continue
		}
		key, value, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(key)
		if err != nil {
			return nil, err
		}
		if value, err = url.QueryUnescape(value); err != nil {
			return nil, err
		}
		i, known := at[name]
		if !known {
			i = len(all)
			at[name] = i
			all = append(all, contract.Values{Name: name})
		}
		all[i].Values = append(all[i].Values, value)
	}
	return all, nil
}
