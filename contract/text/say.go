package text

import (
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/go-json-experiment/json/jsontext"
)

// conditionText writes matchers as parser.condition reads them, "" where that can't say them.
func conditionText(matchers []*contract.Matcher, combine contract.Combine, array bool) string {
	if len(matchers) == 0 || combine == contract.Or && len(matchers) == 1 {
		return ""
	}
	if p := phraseFor(matchers); p != nil && combine == contract.And {
		return p.text
	}
	if array {
		return each + boundsText(matchers[0])
	}
	var all []string
	for _, m := range matchers {
		text := matcherText(m, 0)
		if text == "" {
			return ""
		}
		all = append(all, text)
	}
	return strings.Join(all, " "+strings.ToLower(combine.String())+" ")
}

// matcherText writes one matcher, "" for one that only matchingRules can say.
func matcherText(m *contract.Matcher, depth int) string {
	for _, w := range words {
		if w.kind != m.Kind || m.Name != fullName(w, m) {
			continue
		}
		if len(m.Unknown) > 0 || depth > deepest-1 {
			return ""
		}
		rest, ok := argumentText(w, m, depth)
		if !ok {
			return ""
		}
		return w.text + rest
	}
	return ""
}

func fullName(w word, m *contract.Matcher) string {
	if w.take == bounds {
		return boundedName(m)
	}
	return w.name
}

func argumentText(w word, m *contract.Matcher, depth int) (string, bool) {
	switch w.take {
	case pattern:
		return " " + quote(m.Regex+m.Value), true // one of them is empty
	case format:
		if m.Format == "" {
			return "", true
		}
		return " " + quote(m.Format), true
	case bounds:
		return boundsText(m), true
	case statuses:
		return statusText(m)
	case nested:
		return nestedText(m, depth)
	}
	return "", true
}

func boundsText(m *contract.Matcher) string {
	text := ""
	if m.Min != nil {
		text += " min " + strconv.Itoa(*m.Min)
	}
	if m.Max != nil {
		text += " max " + strconv.Itoa(*m.Max)
	}
	return text
}

func statusText(m *contract.Matcher) (string, bool) {
	if m.Class != "" {
		plain := strings.Trim(m.Class, letters) == "" && m.Class != "or" && m.Class != "and"
		return " " + m.Class, plain && len(m.Statuses) == 0
	}
	text := ""
	for _, status := range m.Statuses {
		if status < 100 || status > 999 {
			return "", false
		}
		text += " " + strconv.Itoa(status)
	}
	return text, text != ""
}

func nestedText(m *contract.Matcher, depth int) (string, bool) {
	var all []string
	for _, inner := range m.Matchers {
		text := matcherText(inner, depth+1)
		if text == "" {
			return "", false
		}
		all = append(all, text)
	}
	return " (" + strings.Join(all, ", ") + ")", len(all) > 0
}

// exampleText writes what is behind a condition: the example, unless it is the one that is meant
// anyway. In texts, such as headers, numbers are written as such where the matcher is about numbers.
func exampleText(matchers []*contract.Matcher, example *spec.Value, inText bool) string {
	if len(matchers) > 0 {
		usual := usualExample(matchers)
		if usual != nil && usual.Text == example.Text && (inText || usual.Kind == example.Kind) {
			return ""
		}
		if inText && numeric(matchers[0]) && isNumber(example.Text) {
			return " = " + example.Text
		}
	}
	return " = " + string(contract.AppendJSON(nil, example))
}

// usualExample is the example that need not be written. One that is made up for a pattern always is, for
// readers want to see it.
func usualExample(matchers []*contract.Matcher) *spec.Value {
	if matchers[0].Kind == contract.Regex && phraseFor(matchers) == nil {
		return nil
	}
	return sample(matchers)
}

func numeric(m *contract.Matcher) bool {
	return m.Kind == contract.Number || m.Kind == contract.Integer || m.Kind == contract.Decimal
}

func isNumber(text string) bool {
	return jsontext.Value(text).Kind() == '0' && jsontext.Value(text).IsValid() && strings.TrimSpace(text) == text
}
