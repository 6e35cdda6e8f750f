package ecma

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// property reads the {…} of \p{…}: a general category, a script, or a property that a character has
// or has not. Names are as ECMA-262 has them, where case counts.
func (t *translator) property(start int, negated bool) set {
	end := strings.IndexByte(t.in[t.at:], '}')
	if end < 1 || t.in[t.at] != '{' {
		t.fail(start, "\\p wants the name of a property, as in \\p{Letter}")
		return set{}
	}
	name := t.in[t.at+1 : t.at+end]
	t.at += end + 1
	key, value, pair := strings.Cut(name, "=")
	switch {
	case pair && (key == "General_Category" || key == "gc"):
		if category := shortCategory(value); category != "" {
			return categorySet(category, negated)
		}
	case pair && (key == "Script" || key == "sc"):
		if _, ok := unicode.Scripts[value]; ok {
			return named(value, negated)
		}
		t.fail(start, "Go knows no script %q; write its long name, as in \\p{Script=Greek}", value)
		return set{}
	case pair && (key == "Script_Extensions" || key == "scx"):
		t.fail(start, "Go has no table for Script_Extensions; use \\p{Script=…}")
		return set{}
	case !pair:
		if s, ok := lone(name, negated); ok {
			return s
		}
	}
	t.unknownProperty(start, name)
	return set{}
}

func (t *translator) unknownProperty(start int, name string) {
	if _, ok := unicode.Scripts[name]; ok {
		t.fail(start, "ECMA-262 knows no property %q; write \\p{Script=%s}", name, name)
		return
	}
	t.fail(start, "Go has no table for the property %q", name)
}

// lone finds a name that stands without =.
func lone(name string, negated bool) (set, bool) {
	if category := shortCategory(name); category != "" {
		return categorySet(category, negated), true
	}
	s, ok := binary(name)
	if ok && negated {
		s = s.complement()
	}
	return s, ok
}

func named(class string, negated bool) set {
	if negated {
		return set{classes: []string{`\P{` + class + `}`}}
	}
	return set{classes: []string{`\p{` + class + `}`}}
}

// categorySet returns a general category. Three of them RE2 doesn't know, or otherwise: C without
// what is not assigned, and neither Cn nor LC at all.
func categorySet(category string, negated bool) set {
	var s set
	switch category {
	case "C":
		s = tables(unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z).complement()
	case "Cn":
		s = assigned().complement()
	case "LC":
		s = tables(unicode.Lu, unicode.Ll, unicode.Lt)
	default:
		return named(category, negated)
	}
	if negated {
		return s.complement()
	}
	return s
}

func tables(of ...*unicode.RangeTable) set {
	var s set
	for _, t := range of {
		s.table(t)
	}
	return s
}

func assigned() set {
	return tables(unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs)
}

// binary returns the characters that have a property. The derived ones are put together as
// DerivedCoreProperties.txt of Unicode says.
func binary(name string) (set, bool) {
	u := unicode.Properties
	var s set
	switch name {
	case "Any":
		s.add(0, utf8.MaxRune)
	case "ASCII":
		s.add(0, 0x7F)
	case "Assigned":
		s = assigned()
	case "Alphabetic", "Alpha":
		s = tables(unicode.L, unicode.Nl, u["Other_Alphabetic"])
	case "Lowercase", "Lower":
		s = tables(unicode.Ll, u["Other_Lowercase"])
	case "Uppercase", "Upper":
		s = tables(unicode.Lu, u["Other_Uppercase"])
	case "Math":
		s = tables(unicode.Sm, u["Other_Math"])
	case "ID_Start", "IDS":
		s = idStart()
	case "ID_Continue", "IDC":
		s = idStart()
		s.union(tables(unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, u["Other_ID_Continue"]))
		s = s.without(tables(u["Pattern_Syntax"], u["Pattern_White_Space"]))
	default:
		return plain(name)
	}
	return s, true
}

func idStart() set {
	u := unicode.Properties
	return tables(unicode.L, unicode.Nl, u["Other_ID_Start"]).without(tables(u["Pattern_Syntax"], u["Pattern_White_Space"]))
}

// plain finds a property that Go has a table for. Those named Other_ are no properties of ECMA-262,
// nor are a few more.
func plain(name string) (set, bool) {
	table, ok := unicode.Properties[name]
	switch {
	case !ok, strings.HasPrefix(name, "Other_"), name == "Hyphen", name == "Prepended_Concatenation_Mark":
		return set{}, false
	}
	return tables(table), true
}

// shortCategory returns the short name of a general category, or "".
func shortCategory(name string) string {
	for _, pair := range strings.Fields(categoryNames) {
		short, long, _ := strings.Cut(pair, "=")
		if name == short || name == long {
			return short
		}
	}
	switch name {
	case "cntrl":
		return "Cc"
	case "digit":
		return "Nd"
	case "punct":
		return "P"
	case "Combining_Mark":
		return "M"
	}
	return ""
}

const categoryNames = `L=Letter LC=Cased_Letter Lu=Uppercase_Letter Ll=Lowercase_Letter Lt=Titlecase_Letter
Lm=Modifier_Letter Lo=Other_Letter M=Mark Mn=Nonspacing_Mark Mc=Spacing_Mark Me=Enclosing_Mark N=Number
Nd=Decimal_Number Nl=Letter_Number No=Other_Number P=Punctuation Pc=Connector_Punctuation
Pd=Dash_Punctuation Ps=Open_Punctuation Pe=Close_Punctuation Pi=Initial_Punctuation Pf=Final_Punctuation
Po=Other_Punctuation S=Symbol Sm=Math_Symbol Sc=Currency_Symbol Sk=Modifier_Symbol So=Other_Symbol
Z=Separator Zs=Space_Separator Zl=Line_Separator Zp=Paragraph_Separator C=Other Cc=Control Cf=Format
Cs=Surrogate Co=Private_Use Cn=Unassigned`
