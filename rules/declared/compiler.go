package declared

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/ext"

	"github.com/bylaw-dev/bylaw/config"
)

// highestCost is how much one question about one element may cost, in CEL's units of about one
// operation each: a configuration is not always ours, and must not be able to hang a run.
const highestCost = 1_000_000

// compiler compiles the expressions of one rule, and gathers what is wrong with them.
type compiler struct {
	env      *cel.Env
	mistakes []config.Mistake
}

func newCompiler(k *kind) (*compiler, error) {
	env, err := cel.NewEnv(
		cel.CustomTypeProvider(newProvider(k.model)),
		ext.Strings(),
		wordsFunction(),
		cel.Variable(k.name, k.typ),
		ofTheAPI(k),
	)
	return &compiler{env: env}, err
}

// ofTheAPI declares the API that an element belongs to, under its own name where the rule is not
// about APIs themselves.
func ofTheAPI(k *kind) cel.EnvOption {
	if k.name == "api" {
		return func(e *cel.Env) (*cel.Env, error) { return e, nil }
	}
	return cel.Variable("api", k.model.kind("api").typ)
}

// truth compiles an expression that is true or false.
func (c *compiler) truth(text config.Text) cel.Program {
	return c.compile(text, 0, text.Value, cel.BoolType)
}

// compile compiles the expression that stands at the offset of the text.
func (c *compiler) compile(text config.Text, offset int, expression string, want *cel.Type) cel.Program {
	ast, issues := c.env.Compile(expression)
	if err := issues.Err(); err != nil {
		first := issues.Errors()[0] // the others mostly follow from it
		c.fail(text, offset+byteOffset(expression, first.Location.Line(), first.Location.Column()), first.Message)
		return nil
	}
	if want != nil && !ast.OutputType().IsExactType(want) {
		c.fail(text, offset, fmt.Sprintf("the expression is %s, and has to be true or false", article(ast.OutputType().String())))
		return nil
	}
	program, err := c.env.Program(ast, cel.CostLimit(highestCost), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		c.fail(text, offset, err.Error())
		return nil
	}
	return program
}

func (c *compiler) fail(text config.Text, offset int, message string) {
	message = strings.TrimSuffix(strings.Join(strings.Fields(message), " "), ".")
	c.mistakes = append(c.mistakes, config.Mistake{
		Text: text, Offset: min(offset, len(text.Value)), Message: message,
		Cure: "docs/custom-rules.md lists what an expression can ask",
	})
}

func article(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// byteOffset finds a place that CEL gives by line, from 1, and column, in characters from 0.
func byteOffset(text string, line, column int) int {
	at := 0
	for ; line > 1; line-- {
		next := strings.IndexByte(text[at:], '\n')
		if next < 0 {
			break
		}
		at += next + 1
	}
	for i := range text[at:] {
		if column == 0 {
			return at + i
		}
		column--
	}
	return len(text)
}
