package dev.baton.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The markup table of Chat2Desk, what wins where several fit, and what is no mark. */
class Chat2DeskMarkupTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *italics*                                  | <i>italics</i>
            _italics_                                  | <i>italics</i>
            __bold font__                              | <b>bold font</b>
            *__bold italics__*                         | <b><i>bold italics</i></b>
            [link](http://www.example.com/)            | <a href="http://www.example.com/">link</a>
            a *b* and __c__, _d_.                      | a <i>b</i> and <b>c</b>, <i>d</i>.
            __*both*__                                 | <b><i>both</i></b>
            __see [*here*](https://a.test/x_y_z)__     | <b>see <a href="https://a.test/x_y_z"><i>here</i></a></b>
            [a_b_c](https://a.test/?q=*x*)             | <a href="https://a.test/?q=*x*">a_b_c</a>
            (_x_)                                      | (<i>x</i>)
            _a_b_                                      | <i>a_b</i>
            **text**                                   | **text**
            *unpaired                                  | *unpaired
            unpaired_ and __so                         | unpaired_ and __so
            __half_                                    | __half_
            _half__                                    | _half__
            snake_case_name and __init__py             | snake_case_name and __init__py
            2*3*4 = 24                                 | 2*3*4 = 24
            a * b * c                                  | a * b * c
            https://a.test/_x_/*y*                     | https://a.test/_x_/*y*
            *a https://a.test/* b                      | *a https://a.test/* b
            _see https://a.test/a_b now_               | <i>see https://a.test/a_b now</i>
            [no link](ftp://a.test)                    | [no link](ftp://a.test)
            [a](https://a.test                         | [a](https://a.test
            слово_с_чертой и *курсив*                  | слово_с_чертой и <i>курсив</i>
            1 < 2 & *"three"*                          | 1 &lt; 2 &amp; <i>&quot;three&quot;</i>
            """)
    void isRendered(String written, String html) {
        assertThat(Chat2DeskMarkup.html(written)).isEqualTo(html);
    }
}
