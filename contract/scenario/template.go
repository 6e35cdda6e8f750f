package scenario

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// call is a template in a text: what it may give, and an example of it.
type call struct {
	example *spec.Value
	matcher contract.Matcher
	pattern string // of its text
}

// expression is where a template stands.
var expression = regexp.MustCompile(`\{\{-?\s*(.*?)\s*-?\}\}`)

// words splits a call into the name of the function and its arguments, quoted in one of Go's ways.
var words = regexp.MustCompile("`[^`]*`|\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s`\"]+")

const uuidPattern = `[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`

// program are the words of templates that are more than a value.
var program = regexp.MustCompile(`\{\{-?\s*(?:if|else|end|range|with|define|template|block|break|continue)\b`)

// understand returns what is known of a template; of one that is not known, any text.
func (s *side) understand(text string, span source.Span) call {
	parts := words.FindAllString(text, -1)
	for i := range parts {
		parts[i] = strings.Trim(parts[i], "`\"")
	}
	if len(parts) == 0 {
		return anyText("text")
	}
	name, arguments := parts[0], parts[1:]
	switch {
	case strings.Contains(name, "File"):
		if len(arguments) > 0 {
			s.File(span, arguments[0], "write a value")
		}
	case strings.HasSuffix(name, "UUID"), strings.HasSuffix(name, "Udid"):
		return textLike("e2490de5-5bd3-43d5-b7c4-526e33f71304", uuidPattern)
	case strings.HasSuffix(name, "Bool"):
		return call{contract.Flag(true), contract.Matcher{Kind: contract.Boolean, Name: "boolean"}, "true|false"}
	case strings.HasPrefix(name, "RandInt") && !strings.Contains(name, "Array"), strings.HasPrefix(name, "RandNum"), name == "Int", name == "EnumInt":
		return integer(arguments)
	case strings.HasPrefix(name, "RandFloat"), name == "Float":
		return call{&spec.Value{Kind: spec.Num, Text: "1.5"}, contract.Matcher{Kind: contract.Number, Name: "number"}, `-?\d+(\.\d+)?`}
	case name == "RandRegex" && len(arguments) > 0:
		return textLike(invented(arguments[0]), arguments[0])
	case name == "EnumString" && len(arguments) > 0:
		return enumeration(strings.Fields(strings.Join(arguments, " ")))
	case name == "RandEmail":
		return textLike("someone@example.com", `[^@\s]+@[^@\s]+`)
	case strings.HasPrefix(name, ".") && len(name) > 1:
		return anyText(strings.TrimPrefix(name, "."))
	}
	return anyText("text")
}

func anyText(example string) call {
	return call{contract.Text(example), contract.Matcher{Kind: contract.Type, Name: "type"}, `[\s\S]*`}
}

func textLike(example, pattern string) call {
	return call{contract.Text(example), contract.Matcher{Kind: contract.Regex, Name: "regex", Regex: pattern}, pattern}
}

func integer(arguments []string) call {
	example := contract.Whole(1)
	if len(arguments) > 0 && regexp.MustCompile(`^-?[1-9][0-9]{0,17}$`).MatchString(arguments[0]) {
		example.Text = arguments[0]
	}
	return call{example, contract.Matcher{Kind: contract.Integer, Name: "integer"}, `-?\d+`}
}

func enumeration(values []string) call {
	var quoted []string
	for _, v := range values {
		quoted = append(quoted, regexp.QuoteMeta(v))
	}
	if len(values) == 0 {
		return anyText("text")
	}
	return textLike(values[0], strings.Join(quoted, "|"))
}

// invented is the same text every time for the same pattern.
func invented(pattern string) string {
	v, err := match.Generate(&contract.Generator{Kind: contract.RandomRegex, Regex: pattern}, nil, match.Source{Random: rand.New(rand.NewPCG(1, 1))})
	if err != nil || v.Text == "" {
		return "text"
	}
	return v.Text
}

// maxCalls bounds the templates of one text.
const maxCalls = 10_000

// fill puts examples in the place of templates, and returns a matcher for the whole text; nil where
// there was no template in it.
func (s *side) fill(text string, span source.Span) (string, *contract.Matcher) {
	at := expression.FindAllStringSubmatchIndex(text, maxCalls)
	if len(at) == 0 {
		return text, nil
	}
	var example, pattern strings.Builder
	end := 0
	for _, m := range at {
		c := s.understand(text[m[2]:m[3]], span)
		example.WriteString(text[end:m[0]] + c.example.Text)
		pattern.WriteString(regexp.QuoteMeta(text[end:m[0]]) + "(?:" + c.pattern + ")")
		end = m[1]
	}
	example.WriteString(text[end:])
	pattern.WriteString(regexp.QuoteMeta(text[end:]))
	return example.String(), &contract.Matcher{Kind: contract.Regex, Name: "regex", Regex: pattern.String()}
}

// single returns the template if the text is just one.
func (s *side) single(text string, span source.Span) (call, bool) {
	at := expression.FindStringSubmatchIndex(text)
	if at == nil || at[0] != 0 || at[1] != len(text) {
		return call{}, false
	}
	return s.understand(text[at[2]:at[3]], span), true
}

// templates are those of one text. While it is parsed, a number between letters that nobody uses stands
// for each, so that a template may stand where a value does.
type templates struct{ all []string }

func (t *templates) marked(text string) string {
	return expression.ReplaceAllStringFunc(text, func(found string) string {
		t.all = append(t.all, found)
		return opened + strconv.Itoa(len(t.all)-1) + closed
	})
}

var mark = regexp.MustCompile(opened + "([0-9]+)" + closed)

// restored gives a text its templates again. In double quotes they are written with escapes.
func (t *templates) restored(text string, quoted bool) string {
	return mark.ReplaceAllStringFunc(text, func(found string) string {
		n, err := strconv.Atoi(found[len(opened) : len(found)-len(closed)])
		if err != nil || n >= len(t.all) {
			return found
		}
		if quoted {
			return strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(t.all[n])
		}
		return t.all[n]
	})
}
