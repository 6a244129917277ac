"""How the grammars call the kinds of parts: which are names, strings, numbers, and who reads the others."""

from __future__ import annotations

import re
from typing import Final

THROUGH: Final = frozenset(
    [
        "await_expression",
        "parenthesized_expression",
        "parenthesized_statements",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "type_assertion",
        "cast_expression",
        "expression_list",
        "literal_element",
        "reference_expression",
        "try_expression",
        "checked_expression",
        "template_substitution",
        "interpolation",
        "exceptions",
        "declaration_expression",
        "instantiation_expression",
        "with_statement_object",
    ]
)
"""Parts that stand for the last thing in them."""
NAMES: Final = frozenset(
    [
        "identifier",
        "property_identifier",
        "field_identifier",
        "package_identifier",
        "type_identifier",
        "constant",
        "name",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "this",
        "self",
        "super",
        "relative_scope",
        "namespace_identifier",
        "predefined_type",
    ]
)
STRINGS: Final = frozenset(
    [
        "string",
        "string_literal",
        "template_string",
        "interpreted_string_literal",
        "raw_string_literal",
        "verbatim_string_literal",
        "interpolated_string_expression",
        "encapsed_string",
        "heredoc",
    ]
)
PIECES: Final = frozenset(
    [
        "string_fragment",
        "string_content",
        "string_literal_content",
        "interpreted_string_literal_content",
        "raw_string_content",
        "raw_string_literal_content",
        "escape_sequence",
        "string_literal_encoding",
        "interpolation_start",
        "interpolation_quote",
    ]
)
INSERTED: Final = frozenset(["template_substitution", "interpolation", "variable_name"])
NUMBERS: Final = frozenset(
    [
        "number",
        "integer",
        "float",
        "decimal_integer_literal",
        "int_literal",
        "float_literal",
        "integer_literal",
        "real_literal",
        "decimal_floating_point_literal",
    ]
)
LITERALS: Final = {
    "true": True,
    "false": False,
    "null": None,
    "nil": None,
    "undefined": None,
    "null_literal": None,
}
TELLING: Final = frozenset(
    [
        "throw_statement",
        "throw_expression",
        "call_expression",
        "method_invocation",
        "invocation_expression",
        "call",
        "object_creation_expression",
        "member_call_expression",
        "function_call_expression",
        "scoped_call_expression",
        "echo_statement",
        "print_intrinsic",
        "exit_statement",
        "new_expression",
        "raise",
        "macro_invocation",
        "yield_statement",
    ]
)
"""What a handler has to hold to let somebody know."""
NUMBER: Final = re.compile(r"\d[\d_]*(?:\.\d+)?")
COMMENTS: Final = frozenset({"comment", "line_comment", "block_comment"})
_BY_READER: Final = {
    "member": "member_expression selector_expression field_access member_access_expression field_expression"
    " scoped_identifier scope_resolution conditional_access_expression class_constant_access_expression"
    " qualified_name nullsafe_member_access_expression qualified_identifier scoped_type_identifier",
    "item": "subscript_expression element_access_expression element_reference index_expression array_access",
    "call": "call_expression new_expression method_invocation object_creation_expression"
    " invocation_expression call member_call_expression nullsafe_member_call_expression function_call_expression"
    " scoped_call_expression implicit_object_creation_expression",
    "mapping": "object hash array_creation_expression",
    "literal": "composite_literal struct_expression",
    "assign": "variable_declarator assignment_expression assignment short_var_declaration var_spec const_spec"
    " assignment_statement let_declaration const_item static_item public_field_definition field_definition"
    " property_declaration property_element const_element resource augmented_assignment_expression",
    "imported": "import_statement",
    "package": "import_spec",
    "use": "use_declaration namespace_use_clause",
    "function": "arrow_function function_expression function_declaration generator_function_declaration"
    " method_definition method_declaration constructor_declaration lambda_expression func_literal"
    " local_function_statement function_item closure_expression method singleton_method function_definition"
    " anonymous_function anonymous_function_creation_expression lambda block_argument",
    "type": "class_declaration class struct_declaration record_declaration impl_item module",
    "given_back": "return_statement return return_expression",
    "statement": "expression_statement",
    "choice": "ternary_expression conditional_expression conditional",
    "binary": "binary_expression binary",
    "unary": "unary_expression prefix_unary_expression unary unary_op_expression",
    "attempt": "try_statement try_with_resources_statement begin",
    "rescued": "rescue_modifier",
    "symbol": "simple_symbol hash_key_symbol",
    "variable": "variable_name instance_variable",
}
READERS: Final = {kind: reader for reader, listed in _BY_READER.items() for kind in listed.split()}
"""The method that reads a kind of part."""
