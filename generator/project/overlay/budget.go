package overlay

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
)

// What one template may take.
const (
	mostSteps   = 1_000_000 // nodes that are executed in loops and in templates that are called
	mostBytes   = 32 << 20  // of the texts that functions make
	longestText = 1 << 20   // of one of them
)

// budget is what is left of it.
type budget struct{ steps, bytes int }

var (
	errSteps = errors.New("it takes more steps than a template needs: does it end?")
	errBytes = errors.New("it makes more text than a template needs")
	errLong  = errors.New("it prints more than a file of a service needs")
	errKind  = errors.New("it can't be made a text of: only texts, numbers and truth values can")
)

// tick pays for some steps, and prints nothing.
func (b *budget) tick(steps int) (string, error) {
	if b.steps -= steps; b.steps < 0 || steps < 0 {
		return "", errSteps
	}
	return "", nil
}

// text pays for a text that a function has made.
func (b *budget) text(made string) (string, error) {
	if b.bytes -= len(made); b.bytes < 0 || len(made) > longestText {
		return "", errBytes
	}
	return made, nil
}

// wide is a verb of printf with a width or precision of more than three digits, or one that an argument says.
var wide = regexp.MustCompile(`%[^%a-zA-Z]*([0-9]{4,}|\*)`)

// functions are what templates may call. Those of text/template that make texts are paid for.
func (b *budget) functions() template.FuncMap {
	return template.FuncMap{
		"tick":    b.tick,
		"lower":   func(in string) (string, error) { return b.text(strings.ToLower(in)) },
		"upper":   func(in string) (string, error) { return b.text(strings.ToUpper(in)) },
		"replace": b.replace,
		"printf": func(form string, args ...any) (string, error) {
			return b.made(func(args ...any) string { return fmt.Sprintf(form, args...) }, 1+strings.Count(form, "%"), args, wide.MatchString(form))
		},
		"print":    func(args ...any) (string, error) { return b.made(fmt.Sprint, len(args), args, false) },
		"println":  func(args ...any) (string, error) { return b.made(fmt.Sprintln, len(args), args, false) },
		"html":     func(args ...any) (string, error) { return b.made(template.HTMLEscaper, len(args), args, false) },
		"js":       func(args ...any) (string, error) { return b.made(template.JSEscaper, len(args), args, false) },
		"urlquery": func(args ...any) (string, error) { return b.made(template.URLQueryEscaper, len(args), args, false) },
	}
}

// made makes a text of arguments, each of which is in it so many times at most, unless that would be too long.
func (b *budget) made(from func(...any) string, times int, args []any, endless bool) (string, error) {
	longest := 0
	for _, arg := range args {
		switch value := arg.(type) {
		case string:
			longest = max(longest, len(value))
		case bool, int, int64, float64:
		default:
			return "", errKind
		}
	}
	if endless || longest*times > longestText {
		return "", errBytes
	}
	return b.text(from(args...))
}

// replace puts new wherever old is in a text. What that makes is known before it is made.
func (b *budget) replace(old, new, in string) (string, error) {
	if len(in)+strings.Count(in, old)*len(new) > longestText {
		return "", errBytes
	}
	return b.text(strings.ReplaceAll(in, old, new))
}

// meter has a list of nodes, and those in its loops, pay each time that they are executed.
func meter(list *parse.ListNode) {
	if list == nil {
		return
	}
	steps := 1 + branches(list) // a loop that does nothing takes time too
	list.Nodes = append([]parse.Node{toll(steps)}, list.Nodes...)
}

// branches meters the lists within a list, and counts what is executed of it at most besides.
func branches(list *parse.ListNode) (steps int) {
	if list == nil {
		return 0
	}
	for _, node := range list.Nodes {
		steps++
		switch n := node.(type) {
		case *parse.RangeNode:
			meter(n.List)
			steps += cost(n.Pipe) + branches(n.ElseList)
		case *parse.IfNode:
			steps += cost(n.Pipe) + branches(n.List) + branches(n.ElseList)
		case *parse.WithNode:
			steps += cost(n.Pipe) + branches(n.List) + branches(n.ElseList)
		default:
			steps += cost(n)
		}
	}
	return steps
}

// cost is how many steps one node counts.
func cost(n parse.Node) int { return len(n.String()) / longestNode }

// longestNode is how many bytes of source count as one step.
const longestNode = 64

// toll is the node {{tick STEPS}}.
func toll(steps int) parse.Node {
	b := &budget{}
	t := template.Must(template.New("toll").Funcs(b.functions()).Parse("{{tick " + strconv.Itoa(steps) + "}}"))
	return t.Tree.Root.Nodes[0]
}
