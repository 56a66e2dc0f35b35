//! From text to [`Query`].

use super::super::refusal::Refusal;
use super::tokens::{Token, malformed, plain, tokens};
use super::{Item, Literal, Op, Order, Path, Query, Test};

const DEEPEST: usize = 40;

/// Reads a query; `MALFORMED_QUERY` names the first token that does not fit.
pub fn parse(text: &str) -> Result<Query, Refusal> {
    let mut reader = Reader {
        tokens: tokens(text)?,
        next: 0,
        depth: 0,
    };
    let query = reader.query(false)?;
    match reader.tokens.get(reader.next) {
        None => Ok(query),
        Some((token, _)) => Err(malformed(format!("unexpected token: '{}'", token.shown()))),
    }
}

struct Reader {
    tokens: Vec<(Token, usize)>,
    next: usize,
    depth: usize,
}

type Read<T> = Result<T, Refusal>;

impl Reader {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(0, |(_, at)| *at)
    }

    fn unexpected(&self) -> Refusal {
        match self.peek() {
            Some(token) => malformed(format!("unexpected token: '{}'", token.shown())),
            None => malformed("unexpected token: '<EOF>'"),
        }
    }

    fn is_word(&self, ahead: usize, word: &str) -> bool {
        matches!(self.tokens.get(self.next + ahead), Some((Token::Word(found), _)) if found.eq_ignore_ascii_case(word))
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.is_word(0, word);
        self.next += usize::from(found);
        found
    }

    fn need_word(&mut self, word: &str) -> Read<()> {
        if self.word(word) {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.next += usize::from(found);
        found
    }

    fn need_sign(&mut self, sign: &str) -> Read<()> {
        if self.sign(sign) {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    fn name(&mut self) -> Read<String> {
        match self.peek() {
            Some(Token::Word(word)) if word.starts_with(|letter: char| letter.is_alphabetic()) => {
                let word = word.clone();
                self.next += 1;
                Ok(word)
            }
            _ => Err(self.unexpected()),
        }
    }

    fn number(&mut self) -> Read<usize> {
        match self.peek() {
            Some(Token::Word(word)) => {
                let number = word.parse().map_err(|_| self.unexpected())?;
                self.next += 1;
                Ok(number)
            }
            _ => Err(self.unexpected()),
        }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Refusal::new(
                400,
                "QUERY_TOO_COMPLICATED",
                "Query is either selecting too many fields or the filter conditions are too complicated.",
            ));
        }
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn query(&mut self, inner: bool) -> Read<Query> {
        self.deeper(|reader| reader.query_here(inner))
    }

    fn query_here(&mut self, inner: bool) -> Read<Query> {
        self.need_word("SELECT")?;
        let mut items = vec![self.item()?];
        while self.sign(",") {
            items.push(self.item()?);
        }
        self.need_word("FROM")?;
        let from_at = self.at();
        let from = self.name()?;
        if let Some(Token::Word(word)) = self.peek()
            && ![
                "WHERE", "GROUP", "ORDER", "LIMIT", "OFFSET", "ALL", "FOR", "WITH", "USING",
                "HAVING",
            ]
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
        {
            return Err(self.unexpected());
        }
        let test = if self.word("WHERE") {
            Some(self.test()?)
        } else {
            None
        };
        let mut query = Query {
            items,
            from,
            from_at,
            test,
            group: Vec::new(),
            order: Vec::new(),
            limit: None,
            offset: 0,
            all_rows: false,
        };
        if self.word("GROUP") {
            self.need_word("BY")?;
            query.group.push(self.path()?);
            while self.sign(",") {
                query.group.push(self.path()?);
            }
        }
        if self.word("ORDER") {
            self.need_word("BY")?;
            query.order.push(self.order()?);
            while self.sign(",") {
                query.order.push(self.order()?);
            }
        }
        if self.word("LIMIT") {
            query.limit = Some(self.number()?);
        }
        if self.word("OFFSET") {
            query.offset = self.number()?;
            if query.offset > 2_000 {
                return Err(Refusal::new(
                    400,
                    "NUMBER_OUTSIDE_VALID_RANGE",
                    "Maximum SOQL offset allowed is 2000",
                ));
            }
        }
        if !inner && self.word("ALL") {
            self.need_word("ROWS")?;
            query.all_rows = true;
        }
        Ok(query)
    }

    fn item(&mut self) -> Read<Item> {
        if self.sign("(") {
            let children = self.query(true)?;
            self.need_sign(")")?;
            return Ok(Item::Children(Box::new(children)));
        }
        if self.is_word(0, "TYPEOF") {
            return Err(malformed(
                "TYPEOF is not supported here: use dotted fields such as Who.Type",
            ));
        }
        let path = self.path()?;
        if !self.sign("(") {
            return Ok(Item::Field(path));
        }
        let function = path.steps.join(".").to_uppercase();
        match function.as_str() {
            "FIELDS" => {
                let which = self.name()?.to_uppercase();
                self.need_sign(")")?;
                if !["ALL", "STANDARD", "CUSTOM"].contains(&which.as_str()) {
                    return Err(malformed(format!("unexpected token: '{which}'")));
                }
                Ok(Item::Fields(which))
            }
            "COUNT" | "COUNT_DISTINCT" | "MIN" | "MAX" | "SUM" | "AVG" => {
                let of = if self.sign(")") {
                    if function != "COUNT" {
                        return Err(malformed("unexpected token: ')'"));
                    }
                    None
                } else {
                    let of = self.path()?;
                    self.need_sign(")")?;
                    Some(of)
                };
                let named = matches!(self.peek(), Some(Token::Word(word)) if !word.eq_ignore_ascii_case("FROM"));
                let alias = if named { Some(self.name()?) } else { None };
                Ok(Item::Aggregate(function, of, alias))
            }
            _ => Err(malformed(format!("unexpected token: '{function}'"))),
        }
    }

    fn path(&mut self) -> Read<Path> {
        let at = self.at();
        let name = self.name()?;
        let steps: Vec<String> = name.split('.').map(str::to_owned).collect();
        let proper = |step: &String| {
            !step.is_empty()
                && step
                    .chars()
                    .all(|letter| letter.is_alphanumeric() || letter == '_')
        };
        if !steps.iter().all(proper) {
            return Err(malformed(format!("unexpected token: '{name}'")));
        }
        if steps.len() > 6 {
            return Err(malformed("SOQL relationships must not exceed 5 levels"));
        }
        Ok(Path { steps, at })
    }

    fn order(&mut self) -> Read<Order> {
        let by = self.path()?;
        let descending = self.word("DESC");
        if !descending {
            self.word("ASC");
        }
        let mut nulls_last = false;
        if self.word("NULLS") {
            nulls_last = self.word("LAST");
            if !nulls_last {
                self.need_word("FIRST")?;
            }
        }
        Ok(Order {
            by,
            descending,
            nulls_last,
        })
    }

    fn test(&mut self) -> Read<Test> {
        let first = self.factor()?;
        for (word, join) in [
            ("AND", Test::And as fn(Vec<Test>) -> Test),
            ("OR", Test::Or),
        ] {
            if self.is_word(0, word) {
                let mut all = vec![first];
                while self.word(word) {
                    all.push(self.factor()?);
                }
                if self.is_word(0, "AND") || self.is_word(0, "OR") {
                    // Salesforce wants brackets between the two.
                    return Err(self.unexpected());
                }
                return Ok(join(all));
            }
        }
        Ok(first)
    }

    fn factor(&mut self) -> Read<Test> {
        if self.word("NOT") {
            return self.deeper(|reader| Ok(Test::Not(Box::new(reader.factor()?))));
        }
        if self.sign("(") {
            let inner = self.deeper(Self::test)?;
            self.need_sign(")")?;
            return Ok(inner);
        }
        let path = self.path()?;
        let negated = self.word("NOT");
        if self.word("IN") {
            self.need_sign("(")?;
            if self.is_word(0, "SELECT") {
                let query = self.query(true)?;
                self.need_sign(")")?;
                return Ok(Test::InQuery(path, negated, Box::new(query)));
            }
            let values = self.literals()?;
            return Ok(Test::In(path, negated, values));
        }
        if negated {
            return Err(self.unexpected());
        }
        for (word, negated) in [("INCLUDES", false), ("EXCLUDES", true)] {
            if self.word(word) {
                self.need_sign("(")?;
                let values = self.literals()?;
                let texts = values.into_iter().filter_map(|value| match value {
                    Literal::Text(text) => Some(plain(&text)),
                    _ => None,
                });
                return Ok(Test::Includes(path, negated, texts.collect()));
            }
        }
        let op = self.op()?;
        let value = self.literal()?;
        Ok(Test::Compare(path, op, value))
    }

    fn op(&mut self) -> Read<Op> {
        if self.word("LIKE") {
            return Ok(Op::Like);
        }
        let signs = [
            ("=", Op::Equal),
            ("!=", Op::Unequal),
            ("<=", Op::AtMost),
            (">=", Op::AtLeast),
            ("<", Op::Less),
            (">", Op::More),
        ];
        for (sign, op) in signs {
            if self.sign(sign) {
                return Ok(op);
            }
        }
        Err(self.unexpected())
    }

    /// Values up to and including the closing bracket.
    fn literals(&mut self) -> Read<Vec<Literal>> {
        let mut values = vec![self.literal()?];
        while self.sign(",") {
            values.push(self.literal()?);
        }
        self.need_sign(")")?;
        Ok(values)
    }

    fn literal(&mut self) -> Read<Literal> {
        let literal = match self.peek() {
            Some(Token::Text(text)) => Some(Literal::Text(text.clone())),
            Some(Token::Word(word)) => unquoted(word),
            _ => None,
        };
        match literal {
            Some(literal) => {
                self.next += 1;
                Ok(literal)
            }
            None => Err(self.unexpected()),
        }
    }
}

fn unquoted(word: &str) -> Option<Literal> {
    let upper = word.to_uppercase();
    match upper.as_str() {
        "TRUE" => return Some(Literal::Bool(true)),
        "FALSE" => return Some(Literal::Bool(false)),
        "NULL" => return Some(Literal::Null),
        _ => {}
    }
    if word.starts_with(|letter: char| letter.is_ascii_digit() || letter == '-' || letter == '+') {
        if word.parse::<jiff::civil::Date>().is_ok() && word.len() == 10 {
            return Some(Literal::Day(word.to_owned()));
        }
        if word.contains(['T', 't']) {
            return super::super::values::moment(&upper).map(|_| Literal::Moment(upper));
        }
        return word.parse().ok().map(Literal::Number);
    }
    let (name, number) = match upper.split_once(':') {
        Some((name, number)) => (name, number.parse().ok()?),
        None => (upper.as_str(), 0),
    };
    super::dates::known(name).then(|| Literal::Span(name.to_owned(), number))
}
