package match

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// holds holds a value as a whole against a matcher. The error says why it does not fit; it is an
// unchecked one where that can't be told.
func (c *comparison) holds(m *contract.Matcher, expected, actual *spec.Value) error {
	switch m.Kind {
	case contract.Equality:
		return c.equality(expected, actual)
	case contract.Regex:
		return c.regex(m.Regex, actual)
	case contract.Type:
		return fit(c.texts || expected.Kind == actual.Kind, "expected %s, but got %s", article(expected), article(actual))
	case contract.Number:
		return fit(actual.Kind == spec.Num || c.texts && isNumber(actual.Text), "expected a number, but got %s", brief(actual))
	case contract.Integer:
		return fit(actual.Kind == spec.Num && !fractional(actual.Text) || c.texts && isInteger(actual.Text), "expected an integer, but got %s", brief(actual))
	case contract.Decimal:
		return fit(actual.Kind == spec.Num && fractional(actual.Text) || c.texts && isNumber(actual.Text), "expected a decimal number, but got %s", brief(actual))
	case contract.Boolean:
		return fit(actual.Kind == spec.Bool || c.texts && (actual.Text == "true" || actual.Text == "false"), "expected a boolean, but got %s", brief(actual))
	case contract.NullValue:
		return fit(actual.Kind == spec.Null, "expected null, but got %s", brief(actual))
	case contract.Date, contract.Time, contract.DateTime:
		return c.moment(m, actual)
	case contract.Include:
		return fit(actual.Kind != spec.Map && strings.Contains(text(actual), m.Value), "expected a text with %q in it, but got %s", m.Value, brief(actual))
	case contract.ContentType:
		return isOfType([]byte(text(actual)), m.Value)
	case contract.StatusCode:
		return c.status(m, actual)
	case contract.NotEmpty:
		if expected.Kind >= spec.List && expected.Kind != actual.Kind {
			return fmt.Errorf("expected %s, but got %s", article(expected), article(actual))
		}
		return fit(!empty(actual), "expected something that is not empty, but got %s", brief(actual))
	case contract.Semver:
		return fit(actual.Kind == spec.Str && semantic.MatchString(actual.Text), "expected a semantic version, but got %s", brief(actual))
	case contract.UnknownMatcher:
		return unchecked(fmt.Sprintf("the matcher %q is not known", m.Name))
	}
	return fmt.Errorf("expected an object or array for the matcher %s, but got %s", m.Name, brief(actual))
}

// fit returns an error unless it fits.
func fit(fits bool, format string, args ...any) error {
	if fits {
		return nil
	}
	return fmt.Errorf(format, args...)
}

func (c *comparison) equality(expected, actual *spec.Value) error {
	equal := same(expected, actual) || c.texts && expected.Text == actual.Text
	return fit(equal, "expected exactly %s, but got %s", brief(expected), brief(actual))
}

// text is a value as text matchers see it: a scalar's own text, everything else as JSON.
func text(v *spec.Value) string {
	if v.Kind == spec.List || v.Kind == spec.Map || v.Kind == spec.Null {
		return string(contract.AppendJSON(nil, v))
	}
	return v.Text
}

func brief(v *spec.Value) string { return short(show(v)) }

func empty(v *spec.Value) bool {
	switch v.Kind {
	case spec.Null:
		return true
	case spec.Str:
		return v.Text == ""
	case spec.List:
		return len(v.Items) == 0
	case spec.Map:
		return len(v.Members) == 0
	}
	return false
}

// semantic is a version of semver.org, 2.0.0.
var semantic = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)` +
	`(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?` +
	`(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$`)

func (c *comparison) regex(pattern string, actual *spec.Value) error {
	compiled, err := c.known.pattern(pattern)
	if err != nil {
		return unchecked(fmt.Sprintf("the pattern %q can't be held against a text: %v", pattern, err))
	}
	return fit(compiled.MatchString(text(actual)), "expected a text that matches %q as a whole, but got %s", pattern, brief(actual))
}

func (c *comparison) moment(m *contract.Matcher, actual *spec.Value) error {
	format, err := c.known.format(m.Kind, m.Format)
	if err != nil {
		return unchecked(fmt.Sprintf("the format %q can't be held against a text: %v", m.Format, err))
	}
	if actual.Kind != spec.Str {
		return fmt.Errorf("expected a text in the format %q, but got %s", m.Format, article(actual))
	}
	if why := format.refuses(actual.Text); why != "" {
		return fmt.Errorf("expected a text in the format %q, but got %s: %s", format.pattern, brief(actual), why)
	}
	return nil
}

// status holds a status against a class or a list.
func (c *comparison) status(m *contract.Matcher, actual *spec.Value) error {
	status, err := strconv.Atoi(actual.Text)
	if err != nil {
		return errors.New("a status is a number")
	}
	if m.Class == "" {
		return fit(slices.Contains(m.Statuses, status), "expected one of the statuses %v, but got %d", m.Statuses, status)
	}
	low, high, known := class(m.Class)
	if !known {
		return unchecked(fmt.Sprintf("the class of statuses %q is not known", m.Class))
	}
	return fit(low <= status && status <= high, "expected a status of the class %s (%d to %d), but got %d", m.Class, low, high, status)
}

// class returns the statuses of a class of the specification.
func class(name string) (low, high int, known bool) {
	switch name {
	case "info":
		return 100, 199, true
	case "success":
		return 200, 299, true
	case "redirect":
		return 300, 399, true
	case "clientError":
		return 400, 499, true
	case "serverError":
		return 500, 599, true
	case "nonError":
		return 100, 399, true
	case "error":
		return 400, 599, true
	}
	return 0, 0, false
}
