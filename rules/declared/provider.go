package declared

import (
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/bylaw-dev/bylaw/internal/words"
)

// provider tells CEL's type checker which properties the kinds of element have. What it does not
// know itself, CEL's own provider does.
type provider struct {
	types.Provider
	model *model
}

func newProvider(m *model) *provider { return &provider{types.NewEmptyRegistry(), m} }

// kind returns the kind whose elements have a type of that name, or nil.
func (p *provider) kind(name string) *kind {
	if name, ok := strings.CutPrefix(name, namespace); ok {
		return p.model.kind(name)
	}
	return nil
}

// FindStructType implements types.Provider.
func (p *provider) FindStructType(name string) (*types.Type, bool) {
	if k := p.kind(name); k != nil {
		return types.NewTypeTypeWithParam(k.typ), true
	}
	return p.Provider.FindStructType(name)
}

// FindStructFieldNames implements types.Provider.
func (p *provider) FindStructFieldNames(name string) ([]string, bool) {
	k := p.kind(name)
	if k == nil {
		return p.Provider.FindStructFieldNames(name)
	}
	var names []string
	for _, property := range k.properties {
		names = append(names, property.name)
	}
	return names, true
}

// FindStructFieldType implements types.Provider. Values are asked of the elements themselves.
func (p *provider) FindStructFieldType(name, property string) (*types.FieldType, bool) {
	k := p.kind(name)
	if k == nil {
		return p.Provider.FindStructFieldType(name, property)
	}
	found := k.find(property)
	if found == nil {
		return nil, false
	}
	return &types.FieldType{Type: found.typ}, true
}

// NewValue implements types.Provider: expressions make no elements.
func (p *provider) NewValue(name string, fields map[string]ref.Val) ref.Val {
	if p.kind(name) != nil {
		return types.NewErr("a rule can't make a %s", name)
	}
	return p.Provider.NewValue(name, fields)
}

// wordsFunction declares words(name): the lower-case words of a name in whatever case.
func wordsFunction() cel.EnvOption {
	return cel.Function("words", cel.Overload("words_of_string", []*cel.Type{cel.StringType}, cel.ListType(cel.StringType),
		cel.UnaryBinding(func(name ref.Val) ref.Val {
			text, _ := name.Value().(string)
			return listOfText(words.Split(text))
		})))
}
